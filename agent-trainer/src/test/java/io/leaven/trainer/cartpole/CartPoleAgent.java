package io.leaven.trainer.cartpole;

import io.leaven.agent.network.QNetwork;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.dqn.LossSettings;
import io.leaven.trainer.dqn.TargetSettings;
import io.leaven.trainer.network.LearningRate;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.EncodedStep;
import io.leaven.trainer.replay.NStepAssembler;
import io.leaven.trainer.replay.ReplayMemory;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Learns the pole with the trainer's own parts: five-step returns, replay memory, double DQN with a target network, Huber loss,
 * averaged weights. A gradient step for every second step of the environment.
 */
final class CartPoleAgent {

    private static final double GAMMA = .99;
    private static final int RETURN_STEPS = 5;
    private static final int WARMUP = 500;
    private static final int STEPS_PER_UPDATE = 2;
    private static final int STEPS_PER_SNAPSHOT = 25;
    private static final int EXPLORING_STEPS = 5_000;
    private static final double LEAST_EXPLORATION = .04;
    private static final long BOTH_ALLOWED = 0b11;

    private static final DqnSettings SETTINGS = new DqnSettings.Builder()
            .hidden(List.of(64, 64))
            .gamma(GAMMA)
            .batchSize(64)
            .rewardScale(.1)
            .learningRate(new LearningRate(1e-3, 1e-4, 20_000))
            .averaging(.99)
            .target(new TargetSettings(true, 100, 0))
            .loss(new LossSettings(1, 0))
            .build();

    private CartPoleAgent() {}

    /** What was learned in so many steps of the environment; the caller closes it. */
    static QNetwork learned(long seed, int environmentSteps) {
        Random random = new Random(seed);
        UniformRandomProvider drawing = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        ReplayMemory memory = new ReplayMemory(environmentSteps, CartPole.STATE);
        NStepAssembler returns = new NStepAssembler(CartPole.STATE, RETURN_STEPS, GAMMA, 1, memory::add);
        Batch batch = Batch.ofSize(SETTINGS.batchSize(), CartPole.STATE);
        try (DqnLearner learner = DqnLearner.create(SETTINGS, CartPole.STATE, CartPole.ACTIONS, seed)) {
            QNetwork acting = new QNetwork(learner.network(), learner.parameters());
            CartPole pole = CartPole.start(random);
            int episode = 0;
            for (int step = 1; step <= environmentSteps; step++) {
                float[] state = pole.state();
                double epsilon = Math.max(LEAST_EXPLORATION, 1 - (double) step / EXPLORING_STEPS);
                int action = random.nextDouble() < epsilon ? random.nextInt(CartPole.ACTIONS) : best(acting, state);
                pole.push(action);
                EncodedStep lived = new EncodedStep(state, action, 1, pole.state(), BOTH_ALLOWED, 1, pole.hasFailed());
                returns.add("episode " + episode, pole.steps() - 1, pole.steps(), lived);
                if (pole.hasFailed() || pole.isCutOff()) {
                    pole = CartPole.start(random);
                    episode++;
                }
                if (step >= WARMUP && step % STEPS_PER_UPDATE == 0) {
                    memory.sample(drawing, batch);
                    learner.learn(batch);
                }
                if (step % STEPS_PER_SNAPSHOT == 0) {
                    acting.close();
                    acting = new QNetwork(learner.network(), learner.parameters());
                }
            }
            return acting;
        }
    }

    /** Steps that the pole is kept upright by the action of the highest value, at most 500: mean over so many episodes. */
    static double meanReturn(QNetwork network, long seed, int episodes) {
        Random random = new Random(seed);
        return LongStream.range(0, episodes)
                .mapToInt(episode -> keepUpright(network, CartPole.start(random)))
                .average()
                .orElseThrow();
    }

    private static int keepUpright(QNetwork network, CartPole pole) {
        while (!pole.hasFailed() && !pole.isCutOff()) {
            pole.push(best(network, pole.state()));
        }
        return pole.steps();
    }

    private static int best(QNetwork network, float[] state) {
        float[] qValues = network.qValues(state);
        return qValues[1] > qValues[0] ? 1 : 0;
    }
}
