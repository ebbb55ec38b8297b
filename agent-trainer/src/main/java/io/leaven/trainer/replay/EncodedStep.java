package io.leaven.trainer.replay;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import java.io.IOException;

/**
 * A transition as the network sees it.
 *
 * @param state its numbers; not copied
 * @param action index in the catalogue
 * @param reward of the way between the two states
 * @param nextState its numbers; not copied
 * @param nextMask bit i is set if action i is allowed in the next state
 * @param elapsed steps between the two states, 1 or more
 * @param terminal no step follows
 */
public record EncodedStep(
        float[] state, int action, float reward, float[] nextState, long nextMask, int elapsed, boolean terminal) {
    void write(CheckpointWriter out) throws IOException {
        out.writeFloats(state, state.length);
        out.writeInt(action);
        out.writeFloat(reward);
        out.writeFloats(nextState, nextState.length);
        out.writeLong(nextMask);
        out.writeInt(elapsed);
        out.writeBoolean(terminal);
    }

    /** @param width numbers of a state */
    static EncodedStep read(CheckpointReader in, int width) throws IOException {
        float[] state = new float[width];
        in.readFloats(state, width);
        int action = in.readInt();
        float reward = in.readFloat();
        float[] nextState = new float[width];
        in.readFloats(nextState, width);
        return new EncodedStep(state, action, reward, nextState, in.readLong(), in.readInt(), in.readBoolean());
    }

    /** Bytes that a step of that width takes in a checkpoint. */
    static int bytes(int width) {
        return 2 * width * Float.BYTES + 2 * Integer.BYTES + Float.BYTES + Long.BYTES + 1;
    }
}
