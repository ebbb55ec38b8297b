package io.leaven.evaluation.chaos;

import io.leaven.evaluation.chaos.fault.Fault;
import java.util.List;

/**
 * How much is broken, and under which load.
 *
 * @param events that must have come before the run ends, 1 or more; it goes on without faults until then
 * @param rate events a second
 * @param steps of a customer's life, 1 to 62
 * @param partitions of the customer topics
 */
record ChaosPlan(List<Fault> faults, long events, int rate, int steps, int partitions, long seed) {

    private static final int MOST_STEPS = 62;

    ChaosPlan {
        if (events < 1 || rate < 1 || partitions < 1 || steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "events, rate and partitions must be 1 or more, steps 1 to " + MOST_STEPS);
        }
    }
}
