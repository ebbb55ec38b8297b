package io.leaven.trainer.dyna;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The newest imagined states, to learn from again and again; with twelve numbers a state and ten actions 640 bytes each. Not safe for
 * use by several threads.
 */
final class ImaginedStates implements Checkpointed {

    private final int capacity;
    private final ImaginedBatch rows;
    private final int width;
    private int size;
    private int next;

    ImaginedStates(int capacity, int width, int actions) {
        this.capacity = capacity;
        this.width = width;
        this.rows = ImaginedBatch.ofSize(capacity, width, actions);
    }

    /** Where the next state is to be written in {@link #rows}; the oldest makes room. */
    int nextRow() {
        int row = next;
        next = (next + 1) % capacity;
        size = Math.max(size, row + 1);
        return row;
    }

    ImaginedBatch rows() {
        return rows;
    }

    int size() {
        return size;
    }

    void sample(UniformRandomProvider random, ImaginedBatch into) {
        for (int i = 0; i < into.size(); i++) {
            int row = random.nextInt(size);
            copy(rows.states(), row, into.states(), i, width);
            copy(rows.rewards(), row, into.rewards(), i, into.actions());
            copy(rows.futures(), row, into.futures(), i, ImaginedBatch.FUTURES * width);
            copy(rows.chances(), row, into.chances(), i, into.actions() * ImaginedBatch.WAYS);
            into.goesOn()[i] = rows.goesOn()[row];
        }
    }

    private static void copy(float[] from, int row, float[] to, int at, int length) {
        System.arraycopy(from, row * length, to, at * length, length);
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("imagined states");
        out.writeInt(size);
        out.writeInt(next);
        out.writeFloats(rows.states(), size * width);
        out.writeFloats(rows.rewards(), size * rows.actions());
        out.writeFloats(rows.futures(), size * ImaginedBatch.FUTURES * width);
        out.writeFloats(rows.chances(), size * rows.actions() * ImaginedBatch.WAYS);
        out.writeFloats(rows.goesOn(), size);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("imagined states");
        size = in.readCount(capacity, Float.BYTES);
        next = in.readCount(size, 0);
        in.readFloats(rows.states(), size * width);
        in.readFloats(rows.rewards(), size * rows.actions());
        in.readFloats(rows.futures(), size * ImaginedBatch.FUTURES * width);
        in.readFloats(rows.chances(), size * rows.actions() * ImaginedBatch.WAYS);
        in.readFloats(rows.goesOn(), size);
    }
}
