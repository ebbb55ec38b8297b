package io.leaven.evaluation.bench;

import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.network.LearningRate;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.EncodedStep;
import io.leaven.trainer.replay.ReplayMemory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Gradient steps of a deep Q-network on made-up transitions: states standard normal, one in fifty the last of its customer,
 * four of five actions allowed. What the numbers mean is of no account here, only how many there are. The target,
 * the loss, the discount and the learning rate are the paper's.
 *
 * @param network its shape
 * @param batch transitions of a step
 */
record DqnWorkload(NetworkSpec network, int batch) {

    /** Transitions to sample from. */
    static final int TRANSITIONS = 100_000;

    /** Steps on given batches, after which both sides of a comparison must have the same loss. */
    static final int SAME_STEPS = 100;

    static final double GAMMA = .95;
    static final double RATE = 1e-3;

    private static final int LAST_OF_CUSTOMER = 50;
    private static final double ALLOWED = .8;

    /** Steps between two looks at the clock. */
    private static final int STRIDE = 10;

    /** Layers joined by commas. */
    String layers() {
        return network.layers().toString().replaceAll("[\\[\\] ]", "");
    }

    float[] parameters(long seed) {
        return FlatParameters.initial(network, FlatParameters.Start.UNIFORM, seed);
    }

    DqnLearner learner(long seed) {
        List<Integer> layers = network.layers();
        DqnSettings settings = new DqnSettings.Builder()
                .hidden(layers.subList(1, layers.size() - 1))
                .batchSize(batch)
                .gamma(GAMMA)
                .learningRate(LearningRate.constant(RATE))
                .build();
        return new DqnLearner(settings, network.inputs(), network.actions(), parameters(seed));
    }

    Batch room() {
        return Batch.ofSize(batch, network.inputs());
    }

    static UniformRandomProvider random(long seed) {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    }

    /** All transitions, as one batch. */
    Batch transitions(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Batch all = Batch.ofSize(TRANSITIONS, network.inputs());
        int actions = network.actions();
        for (int i = 0; i < all.states().length; i++) {
            all.states()[i] = (float) random.nextGaussian();
            all.nextStates()[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < TRANSITIONS; i++) {
            all.actions()[i] = random.nextInt(actions);
            all.rewards()[i] = (float) random.nextGaussian();
            all.terminal()[i] = random.nextInt(LAST_OF_CUSTOMER) == 0;
            all.elapsed()[i] = 1;
            // one action, such as no message, is always allowed
            all.nextMasks()[i] = 1;
            for (int action = 1; action < actions; action++) {
                all.nextMasks()[i] |= (random.nextDouble() < ALLOWED ? 1L : 0L) << action;
            }
        }
        return all;
    }

    ReplayMemory memory(Batch all) {
        ReplayMemory memory = new ReplayMemory(TRANSITIONS, network.inputs());
        Batch one = Batch.ofSize(1, network.inputs());
        for (int i = 0; i < all.size(); i++) {
            copy(all, i, one, 0);
            memory.add(new EncodedStep(
                    one.states(),
                    one.actions()[0],
                    one.rewards()[0],
                    one.nextStates(),
                    one.nextMasks()[0],
                    one.elapsed()[0],
                    one.terminal()[0]));
        }
        return memory;
    }

    /** The loss of the last of {@link #SAME_STEPS} on consecutive transitions. */
    double sameSteps(Batch all, long seed) {
        Batch room = room();
        double loss = Double.NaN;
        try (DqnLearner learner = learner(seed)) {
            for (int step = 0; step < SAME_STEPS; step++) {
                for (int i = 0; i < batch; i++) {
                    copy(all, (step * batch + i) % TRANSITIONS, room, i);
                }
                loss = learner.learn(room).loss();
            }
        }
        return loss;
    }

    private static void copy(Batch all, int from, Batch into, int to) {
        int width = all.width();
        System.arraycopy(all.states(), from * width, into.states(), to * width, width);
        System.arraycopy(all.nextStates(), from * width, into.nextStates(), to * width, width);
        into.actions()[to] = all.actions()[from];
        into.rewards()[to] = all.rewards()[from];
        into.nextMasks()[to] = all.nextMasks()[from];
        into.elapsed()[to] = all.elapsed()[from];
        into.terminal()[to] = all.terminal()[from];
    }

    /** Steps a second on random batches, over so many seconds. */
    static double perSecond(
            DqnLearner learner, ReplayMemory memory, UniformRandomProvider random, Batch room, double seconds) {
        long start = System.nanoTime();
        long steps = 0;
        double gone;
        do {
            for (int step = 0; step < STRIDE; step++) {
                memory.sample(random, room);
                learner.learn(room);
            }
            steps += STRIDE;
            gone = (System.nanoTime() - start) / 1e9;
        } while (gone < seconds);
        return steps / gone;
    }

    /** Parameters and transitions, as the peer's script reads them. */
    Path write(Batch all, long seed) throws IOException {
        int width = network.inputs();
        int actions = network.actions();
        Path file = Files.createTempFile("leaven-dqn", ".bin");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(bytes(parameters(seed)));
            float[] row = new float[2 * width + 3 + actions];
            for (int i = 0; i < all.size(); i++) {
                System.arraycopy(all.states(), i * width, row, 0, width);
                row[width] = all.actions()[i];
                row[width + 1] = all.rewards()[i];
                System.arraycopy(all.nextStates(), i * width, row, width + 2, width);
                row[2 * width + 2] = all.terminal()[i] ? 1 : 0;
                for (int action = 0; action < actions; action++) {
                    row[2 * width + 3 + action] = all.nextMasks()[i] >>> action & 1;
                }
                out.write(bytes(row));
            }
        }
        return file;
    }

    private static byte[] bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }
}
