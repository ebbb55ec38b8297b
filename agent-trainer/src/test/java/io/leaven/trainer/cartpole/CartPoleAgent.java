package io.leaven.trainer.cartpole;

import io.leaven.agent.network.QNetwork;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.dqn.LearningRate;
import io.leaven.trainer.dqn.LossSettings;
import io.leaven.trainer.dqn.TargetSettings;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.EncodedStep;
import io.leaven.trainer.replay.NStepAssembler;
import io.leaven.trainer.replay.ReplayMemory;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Learns the pole with the trainer's own parts: replay memory, double DQN with a target network, averaged weights. */
final class CartPoleAgent {

    private static final int WARMUP = 500;
    private static final int ACT_BY = Integer.getInteger("actby", 25);
    private static final int EXPLORING = Integer.getInteger("exploring", 5_000);
    private static final double LEAST_EXPLORATION = .04;
    private static final int EVERY = Integer.getInteger("every", 2);

    private CartPoleAgent() {}

    private static DqnSettings settings() {
        return new DqnSettings.Builder()
                .hidden(List.of(Integer.getInteger("hid", 64), Integer.getInteger("hid", 64)))
                .gamma(.99)
                .batchSize(Integer.getInteger("batch", 64))
                .rewardScale(.1)
                .learningRate(new LearningRate(
                        Double.parseDouble(System.getProperty("lr", "2e-3")), 1e-4, Integer.getInteger("lru", 15_000)))
                .averaging(Double.parseDouble(System.getProperty("avg", ".995")))
                .target(new TargetSettings(true, Integer.getInteger("ti", 100), 0))
                .loss(new LossSettings(1, 0))
                .build();
    }

    static void learn(long seed, int environmentSteps, java.util.function.BiConsumer<Integer, QNetwork> look) {
        Random random = new Random(seed);
        UniformRandomProvider drawing = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        ReplayMemory memory = new ReplayMemory(environmentSteps, CartPole.STATE);
        Batch batch = Batch.ofSize(settings().batchSize(), CartPole.STATE);
        NStepAssembler returns = new NStepAssembler(CartPole.STATE, Integer.getInteger("n", 3), .99, 1, memory::add);
        int episode = 0;
        CartPole pole = CartPole.start(random);
        try (DqnLearner learner = DqnLearner.create(settings(), CartPole.STATE, CartPole.ACTIONS, seed)) {
            QNetwork acting = new QNetwork(learner.network(), learner.parameters());
            for (int step = 1; step <= environmentSteps; step++) {
                float[] state = pole.state();
                double epsilon = Math.max(LEAST_EXPLORATION, 1 - (double) step / EXPLORING);
                int action = random.nextDouble() < epsilon ? random.nextInt(2) : best(acting.qValues(state));
                pole.push(action);
                returns.add(
                        "episode " + episode,
                        pole.steps() - 1,
                        pole.steps(),
                        new EncodedStep(state, action, 1, pole.state(), 3, 1, pole.hasFailed()));
                if (pole.hasFailed() || pole.isCutOff()) {
                    episode++;
                    pole = CartPole.start(random);
                }
                if (step >= WARMUP && step % EVERY == 0) {
                    memory.sample(drawing, batch);
                    learner.learn(batch);
                }
                if (step % ACT_BY == 0) {
                    acting.close();
                    acting = new QNetwork(learner.network(), learner.parameters());
                }
                if (step % 2500 == 0) look.accept(step, acting);
            }
            acting.close();
        }
    }

    static double meanReturn(QNetwork network, long seed, int episodes) {
        return LongStream.range(0, episodes)
                .mapToInt(i -> episode(network, new Random(seed + i)))
                .average()
                .orElseThrow();
    }

    private static int episode(QNetwork network, Random random) {
        CartPole pole = CartPole.start(random);
        while (!pole.hasFailed() && !pole.isCutOff()) {
            pole.push(best(network.qValues(pole.state())));
        }
        return pole.steps();
    }

    private static int best(float[] qValues) {
        return qValues[1] > qValues[0] ? 1 : 0;
    }

    public static void main(String[] a) {
        for (long seed = 1; seed <= Integer.parseInt(a[0]); seed++) {
            long t = System.nanoTime();
            long[] ev = {0};
            StringBuilder b = new StringBuilder("seed " + seed);
            learn(seed, 50_000, (step, net) -> {
                long e = System.nanoTime();
                b.append(String.format(" %d:%.0f", step, meanReturn(net, 1_000_000, 20)));
                ev[0] += System.nanoTime() - e;
            });
            System.out.println(b + "  learn s " + (System.nanoTime() - t - ev[0]) / 1e9 + " eval " + ev[0] / 1e9);
        }
    }
}
