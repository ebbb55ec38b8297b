package io.leaven.trainer.replay;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The newest transitions, to learn from again and again, in primitive arrays: 8 x width + 18 bytes each, 82 bytes with the
 * paper's state of eight. The arrays grow by doubling up to the capacity; then the newest takes the place of the oldest. Not
 * safe for use by several threads.
 */
public final class ReplayMemory implements Checkpointed {

    private static final int FIRST_ROWS = 1_024;

    private final int capacity;
    private final int width;
    private float[] states = {};
    private byte[] actions = {};
    private float[] rewards = {};
    private float[] nextStates = {};
    private long[] nextMasks = {};
    private int[] elapsed = {};
    private boolean[] terminal = {};
    private int size;
    private int next;

    /**
     * @param capacity most transitions to keep
     * @param width numbers of a state
     * @throws IllegalArgumentException if the states would not fit into one array
     */
    public ReplayMemory(int capacity, int width) {
        if (capacity < 1 || width < 1 || (long) capacity * width > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "cannot keep " + capacity + " transitions of " + width + " numbers in one array");
        }
        this.capacity = capacity;
        this.width = width;
    }

    /** Bytes that a transition takes. */
    public static int bytesPerTransition(int width) {
        return 2 * width * Float.BYTES + Byte.BYTES + Float.BYTES + Long.BYTES + Integer.BYTES + 1;
    }

    /**
     * Keeps a transition, whose numbers are copied; actions from 0 to 63.
     *
     * @return the row where it stands until a newer one takes its place
     */
    public int add(EncodedStep step) {
        if (next == capacity) {
            next = 0;
        } else if (next == rewards.length) {
            resize((int) Math.min(capacity, Math.max(FIRST_ROWS, 2L * next)));
        }
        System.arraycopy(step.state(), 0, states, next * width, width);
        actions[next] = (byte) step.action();
        rewards[next] = step.reward();
        System.arraycopy(step.nextState(), 0, nextStates, next * width, width);
        nextMasks[next] = step.nextMask();
        elapsed[next] = step.elapsed();
        terminal[next] = step.terminal();
        next++;
        size = Math.max(size, next);
        return next - 1;
    }

    /**
     * Fills a batch with transitions drawn uniformly, with replacement; all count alike.
     *
     * @throws IllegalStateException if the memory is empty
     */
    public void sample(UniformRandomProvider random, Batch into) {
        if (size == 0) {
            throw new IllegalStateException("nothing to sample from: the replay memory is empty");
        }
        for (int i = 0; i < into.size(); i++) {
            into.rows()[i] = random.nextInt(size);
        }
        Arrays.fill(into.weights(), 1);
        fill(into);
    }

    /** Copies the transitions that the batch's rows name. */
    void fill(Batch into) {
        for (int i = 0; i < into.size(); i++) {
            copy(into.rows()[i], into, i);
        }
    }

    private void copy(int from, Batch into, int to) {
        System.arraycopy(states, from * width, into.states(), to * width, width);
        into.actions()[to] = actions[from];
        into.rewards()[to] = rewards[from];
        System.arraycopy(nextStates, from * width, into.nextStates(), to * width, width);
        into.nextMasks()[to] = nextMasks[from];
        into.elapsed()[to] = elapsed[from];
        into.terminal()[to] = terminal[from];
    }

    /** Transitions held. */
    public int size() {
        return size;
    }

    public int capacity() {
        return capacity;
    }

    private void resize(int rows) {
        states = Arrays.copyOf(states, rows * width);
        actions = Arrays.copyOf(actions, rows);
        rewards = Arrays.copyOf(rewards, rows);
        nextStates = Arrays.copyOf(nextStates, rows * width);
        nextMasks = Arrays.copyOf(nextMasks, rows);
        elapsed = Arrays.copyOf(elapsed, rows);
        terminal = Arrays.copyOf(terminal, rows);
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("replay memory");
        out.writeInt(size);
        out.writeInt(next);
        out.writeFloats(states, size * width);
        out.writeBytes(actions, size);
        out.writeFloats(rewards, size);
        out.writeFloats(nextStates, size * width);
        out.writeLongs(nextMasks, size);
        out.writeInts(elapsed, size);
        out.writeBooleans(terminal, size);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("replay memory");
        size = in.readCount(capacity, bytesPerTransition(width));
        next = in.readCount(size, 0);
        resize(size);
        in.readFloats(states, size * width);
        in.readBytes(actions, size);
        in.readFloats(rewards, size);
        in.readFloats(nextStates, size * width);
        in.readLongs(nextMasks, size);
        in.readInts(elapsed, size);
        in.readBooleans(terminal, size);
    }
}
