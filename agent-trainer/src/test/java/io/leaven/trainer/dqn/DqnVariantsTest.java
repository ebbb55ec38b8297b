package io.leaven.trainer.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.network.QNetwork;
import io.leaven.trainer.network.BackpropNetwork;
import io.leaven.trainer.network.LearningRate;
import io.leaven.trainer.replay.Batch;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DqnVariantsTest {

    /** Q(x) = (x, 2 x, 5) judges; Q(x) = (x, -x, 0) chooses. */
    @Test
    void doubleDqnChoosesByOneNetworkAndValuesByTheOther() {
        NetworkSpec spec = NetworkSpec.of(1, 3);
        float[] judging = {1, 2, 0, 0, 0, 5};
        float[] choosing = {1, -1, 0, 0, 0, 0};
        Batch batch = Batch.ofSize(1, 1);
        batch.nextStates()[0] = 4;
        batch.nextMasks()[0] = -1;
        batch.elapsed()[0] = 1;
        batch.rewards()[0] = 10;
        float[] target = new float[1];
        try (BackpropNetwork online = new BackpropNetwork(spec, choosing, 1);
                NetworkTarget both = new NetworkTarget(new TargetSettings(true, 100, 0), .5, spec, judging, 1);
                NetworkTarget alone = new NetworkTarget(new TargetSettings(false, 100, 0), .5, spec, judging, 1)) {
            both.targets(batch, online, target);
            assertThat(target[0]).as("10 + .5 x 4: action 0 is chosen").isEqualTo(12);
            alone.targets(batch, online, target);
            assertThat(target[0]).as("10 + .5 x max(4, 8, 5)").isEqualTo(14);
        }
    }

    @Test
    void aTargetNetworkFollowsByCopiesOrByShares() {
        NetworkSpec spec = NetworkSpec.of(1, 1);
        try (NetworkTarget copied = new NetworkTarget(new TargetSettings(false, 2, 0), 1, spec, new float[2], 1);
                NetworkTarget drawn = new NetworkTarget(new TargetSettings(false, 0, .25), 1, spec, new float[2], 1)) {
            float[] online = {4, 8};
            copied.stepped(1, online);
            assertThat(copied.judge(online)).containsExactly(0, 0);
            copied.stepped(2, online);
            assertThat(copied.judge(online)).containsExactly(4, 8);
            drawn.stepped(1, online);
            drawn.stepped(2, online);
            // 4 (1 - .75^2)
            assertThat(drawn.judge(online)).containsExactly(1.75f, 3.5f);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new TargetSettings(true, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TargetSettings(false, 2, .1));
    }

    /** Q = V + A - mean A, whatever is learned: the mean over actions is the value stream alone. */
    @Test
    void aDuelingHeadStaysOne() {
        DqnSettings settings = new DqnSettings.Builder()
                .hidden(List.of(6))
                .dueling(true)
                .batchSize(8)
                .build();
        Random random = new Random(2);
        try (DqnLearner learner = DqnLearner.create(settings, 3, 4, 1)) {
            Batch batch = Batch.ofSize(8, 3);
            for (int step = 0; step < 50; step++) {
                for (int i = 0; i < 8; i++) {
                    batch.actions()[i] = random.nextInt(4);
                    batch.rewards()[i] = (float) random.nextGaussian();
                    batch.terminal()[i] = true;
                }
                for (int i = 0; i < 24; i++) {
                    batch.states()[i] = (float) random.nextGaussian();
                }
                learner.learn(batch);
            }
            FlatParameters.Layer last = FlatParameters.layers(learner.network()).get(1);
            float[] parameters = learner.parameters();
            for (int input = 0; input < 6; input++) {
                double sum = 0;
                for (int action = 0; action < 4; action++) {
                    sum += parameters[last.weight(action, input)];
                    if (input < 3) {
                        assertThat(parameters[last.weight(action, input)]).isEqualTo(parameters[last.weight(0, input)]);
                    }
                }
                if (input >= 3) {
                    assertThat(sum).isCloseTo(0, within(1e-5));
                }
            }
        }
    }

    @Test
    void snapshotsAreInDollarsWhateverTheScaleOfRewards() {
        DqnSettings settings = new DqnSettings.Builder()
                .hidden(List.of(16))
                .batchSize(4)
                .rewardScale(.05)
                .learningRate(LearningRate.constant(.01))
                .build();
        Batch batch = Batch.ofSize(4, 1);
        try (DqnLearner learner = DqnLearner.create(settings, 1, 2, 1)) {
            for (int step = 0; step < 800; step++) {
                for (int i = 0; i < 4; i++) {
                    batch.states()[i] = 1;
                    batch.actions()[i] = i % 2;
                    batch.rewards()[i] = i % 2 == 0 ? 100 : 40;
                    batch.terminal()[i] = true;
                }
                learner.learn(batch);
            }
            try (QNetwork network = new QNetwork(learner.network(), learner.parameters())) {
                float[] qValues = network.qValues(new float[] {1});
                assertThat((double) qValues[0]).isCloseTo(100, within(1.0));
                assertThat((double) qValues[1]).isCloseTo(40, within(1.0));
            }
        }
    }

    @Test
    void theLearningRateFallsGeometricallyAndStops() {
        LearningRate rate = new LearningRate(1e-2, 1e-4, 10);
        assertThat(rate.at(1)).isEqualTo(1e-2);
        assertThat(rate.at(6)).isCloseTo(1e-3, within(1e-12));
        assertThat(rate.at(1_000)).isCloseTo(1e-4, within(1e-15));
    }
}
