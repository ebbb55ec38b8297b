package io.leaven.trainer.dyna;

import io.leaven.schemas.Transition;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.util.Arrays;

/** How often a life ends with a step, by the step's number. Not safe for use by several threads. */
final class Endings implements Checkpointed {

    private int[] closed = {};
    private int[] ended = {};

    void add(Transition transition) {
        int step = transition.getNextState().getStep();
        if (step >= closed.length) {
            closed = Arrays.copyOf(closed, Math.max(64, 2 * step));
            ended = Arrays.copyOf(ended, closed.length);
        }
        closed[step]++;
        ended[step] += transition.getTerminal() ? 1 : 0;
    }

    /** Chance that a step follows the one of that number. */
    double goesOn(int step) {
        return step >= closed.length || closed[step] == 0 ? 1 : 1 - (double) ended[step] / closed[step];
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.writeInt(closed.length);
        out.writeInts(closed, closed.length);
        out.writeInts(ended, ended.length);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        int steps = in.readCount(Integer.MAX_VALUE, 2 * Integer.BYTES);
        closed = new int[steps];
        ended = new int[steps];
        in.readInts(closed, steps);
        in.readInts(ended, steps);
    }
}
