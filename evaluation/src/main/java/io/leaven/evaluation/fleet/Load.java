package io.leaven.evaluation.fleet;

/**
 * How customers live while a fleet is watched.
 *
 * @param events that must have come before the run ends, 1 or more
 * @param rate events a second
 * @param steps of a customer's life, 1 to 62
 * @param partitions of the customer topics
 */
public record Load(long events, int rate, int steps, int partitions, long seed) {

    private static final int MOST_STEPS = 62;

    public Load {
        if (events < 1 || rate < 1 || partitions < 1 || steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "events, rate and partitions must be 1 or more, steps 1 to " + MOST_STEPS);
        }
    }
}
