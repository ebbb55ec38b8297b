package io.leaven.trainer.evaluation;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Intervals by drawing customers again with replacement (Efron 1979; percentile method): a customer's steps depend on each
 * other, customers do not. Two policies judged with the same bootstrap on the same log meet the same draws, so that a difference
 * is paired. A percentile interval knows nothing of weights that the log happened not to draw: look at the effective sample size.
 *
 * @param resamples 2 or more; 1,000 hold the bounds to about a tenth of a standard error
 * @param level of the intervals, such as .95
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double level, long seed) {

    public Bootstrap {
        if (resamples < 2 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "resamples " + resamples + " must be 2 or more, and level " + level + " between 0 and 1");
        }
    }

    /** 1,000 resamples, 95%, seed 1. */
    public static Bootstrap standard() {
        return new Bootstrap(1_000, .95, 1);
    }

    /** The interval of an estimate. */
    public Interval interval(Contributions of) {
        return interval(of, null);
    }

    /**
     * The interval of the difference of two estimates.
     *
     * @param of one policy
     * @param minus the other, on the same log
     * @throws IllegalArgumentException if the two do not have the same number of customers
     */
    public Interval difference(Contributions of, Contributions minus) {
        if (of.customers() != minus.customers()) {
            throw new IllegalArgumentException(
                    "cannot pair " + of.customers() + " customers with " + minus.customers());
        }
        return interval(of, minus);
    }

    private Interval interval(Contributions of, Contributions minus) {
        int customers = of.customers();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] drawn = new double[resamples];
        int[] times = new int[customers];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(times, 0);
            for (int i = 0; i < customers; i++) {
                times[random.nextInt(customers)]++;
            }
            drawn[resample] = of.estimate(times) - (minus == null ? 0 : minus.estimate(times));
        }
        double estimate = of.estimate() - (minus == null ? 0 : minus.estimate());
        return interval(estimate, drawn);
    }

    private Interval interval(double estimate, double[] drawn) {
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double squares = Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).sum();
        Arrays.sort(drawn);
        return new Interval(
                estimate,
                Math.sqrt(squares / (resamples - 1)),
                quantile(drawn, (1 - level) / 2),
                quantile(drawn, (1 + level) / 2),
                level);
    }

    /** Linear between neighbours (type 7 of Hyndman and Fan 1996). NaN sorts last, so it shows in the upper bound. */
    private static double quantile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
