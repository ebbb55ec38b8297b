package io.leaven.causal.uplift;

import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * A number with its 95% confidence interval. Where there were too few rows all three are NaN.
 *
 * @param estimate the point estimate
 * @param lower end of the interval
 * @param upper end of the interval
 */
public record Estimate(double estimate, double lower, double upper) {

    /** The 97.5% point of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    /**
     * Difference of two means with the interval of Neyman (1923): mean_t - mean_c +- 1.96 sqrt(s_t^2/n_t + s_c^2/n_c),
     * unequal variances allowed. Needs two rows on each side.
     */
    static Estimate differenceInMeans(StreamingStatistics treated, StreamingStatistics control) {
        if (treated.getN() < 2 || control.getN() < 2) {
            return UNKNOWN;
        }
        return normal(
                treated.getMean() - control.getMean(),
                Math.sqrt(treated.getVariance() / treated.getN() + control.getVariance() / control.getN()));
    }

    /** Mean of independent scores, +- 1.96 s / sqrt(n). Needs two. */
    static Estimate mean(StreamingStatistics scores) {
        return scores.getN() < 2 ? UNKNOWN : normal(scores.getMean(), Math.sqrt(scores.getVariance() / scores.getN()));
    }

    /** The interval of a normal distribution. */
    static Estimate normal(double estimate, double standardError) {
        return new Estimate(estimate, estimate - Z * standardError, estimate + Z * standardError);
    }

    /** Whether the interval holds a value. */
    public boolean holds(double value) {
        return lower <= value && value <= upper;
    }
}
