package io.leaven.trainer;

/**
 * How much an agent explores, by how much it has learned: max(end, start x decay^steps).
 *
 * @param start epsilon before the first gradient step, 0 to 1
 * @param end least epsilon, 0 to start
 * @param decay factor of each gradient step, above 0 to 1
 */
public record ExplorationSchedule(double start, double end, double decay) {

    public ExplorationSchedule {
        if (!(start >= 0 && start <= 1 && end >= 0 && end <= start)) {
            throw new IllegalArgumentException(
                    "epsilon from " + start + " to " + end + " does not fall within 0 and 1");
        }
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("epsilon's decay " + decay + " is not above 0 and at most 1");
        }
    }

    /** The paper's: from 1 to .01 by .995 a step, which takes 919 steps. */
    public static ExplorationSchedule paper() {
        return new ExplorationSchedule(1, .01, .995);
    }

    /** Epsilon after some gradient steps. */
    public double epsilon(long gradientSteps) {
        return Math.max(end, start * Math.pow(decay, gradientSteps));
    }
}
