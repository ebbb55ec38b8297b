package io.leaven.causal.uplift;

import org.hipparchus.distribution.continuous.NormalDistribution;

/** The standard normal distribution. */
public final class StandardNormal {

    private StandardNormal() {}

    /** The point below which a share p lies, 0 < p < 1: -1.2816 for .1. */
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a quantile is asked at " + p + " but must be between 0 and 1");
        }
        return new NormalDistribution().inverseCumulativeProbability(p);
    }

    /** Probability of a value at least as far from 0 as z, on either side. */
    static double twoSided(double z) {
        return 2 * new NormalDistribution().cumulativeProbability(-Math.abs(z));
    }
}
