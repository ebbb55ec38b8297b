package io.leaven.trainer.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.network.BackpropNetwork;
import io.leaven.trainer.replay.Batch;
import org.junit.jupiter.api.Test;

class OnlineTargetTest {

    /** Q(x) = (x, 2 x, 5). */
    private static final float[] PARAMETERS = {1, 2, 0, 0, 0, 5};

    @Test
    void isTheRewardAndTheDiscountedBestOfWhatIsAllowedNext() {
        Batch batch = Batch.ofSize(5, 1);
        float[] nextStates = {4, 4, 4, 4, -3};
        long[] masks = {0b111, 0b101, 0b111, 0b111, 0b011};
        for (int i = 0; i < 5; i++) {
            batch.nextStates()[i] = nextStates[i];
            batch.nextMasks()[i] = masks[i];
            batch.rewards()[i] = 10;
            batch.elapsed()[i] = i == 2 ? 3 : 1;
            batch.terminal()[i] = i == 3;
        }
        float[] targets = new float[5];
        try (BackpropNetwork network = new BackpropNetwork(NetworkSpec.of(1, 3), PARAMETERS, 5)) {
            new OnlineTarget(.5).targets(batch, network, targets);
        }
        assertThat(targets[0]).as("max(4, 8, 5) = 8").isEqualTo(14);
        assertThat(targets[1]).as("8 is masked: max(4, 5) = 5").isEqualTo(12.5f);
        assertThat(targets[2]).as("three steps: 10 + .125 x 8").isEqualTo(11);
        assertThat(targets[3]).as("terminal").isEqualTo(10);
        assertThat(targets[4]).as("5 is masked: max(-3, -6) = -3").isEqualTo(8.5f);
    }

    @Test
    void squaredErrorCountsOnlyTheActionTaken() {
        Batch batch = Batch.ofSize(2, 1);
        batch.actions()[0] = 1;
        batch.actions()[1] = 0;
        float[] slopes = new float[4];
        double loss = new SquaredError().slope(batch, 2, new float[] {5, 1}, new float[] {100, 2, 4, 100}, slopes);
        // errors 2 - 5 = -3 and 4 - 1 = 3: mean of squares 9, slopes 2 x error / 2
        assertThat(loss).isCloseTo(9, within(1e-12));
        assertThat(slopes).containsExactly(0, -3, 3, 0);
    }
}
