package io.leaven.evaluation.policy;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/** Student's t interval of a mean over seeds. */
final class SeedInterval {

    private SeedInterval() {}

    /** Half of the 95% interval; NaN for a single value. */
    static double half(double[] values) {
        int n = values.length;
        if (n < 2) {
            return Double.NaN;
        }
        double mean = Arrays.stream(values).sum() / n;
        double squares =
                Arrays.stream(values).map(value -> Math.pow(value - mean, 2)).sum();
        return new TDistribution(n - 1).inverseCumulativeProbability(.975) * Math.sqrt(squares / (n - 1) / n);
    }
}
