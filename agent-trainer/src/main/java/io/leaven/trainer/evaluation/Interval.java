package io.leaven.trainer.evaluation;

/**
 * An estimate with its uncertainty, in units of reward.
 *
 * @param estimate from all customers
 * @param standardError by bootstrap
 * @param lower bound
 * @param upper bound
 * @param level share of such intervals that hold the truth, such as .95
 */
public record Interval(double estimate, double standardError, double lower, double upper, double level) {

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    public double width() {
        return upper - lower;
    }
}
