package io.leaven.trainer.dyna;

import io.leaven.schemas.Transition;
import java.util.Arrays;

/** How often a life ends with a step, by the step's number. Not safe for use by several threads. */
final class Endings {

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
}
