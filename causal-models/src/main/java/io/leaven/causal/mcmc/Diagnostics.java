package io.leaven.causal.mcmc;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * How far a simulation can be trusted, after Vehtari, Gelman, Simpson, Carpenter and Buerkner (2021), "Rank-normalization,
 * folding, and localization: an improved R-hat". The same definitions, and numbers, as the R package posterior.
 *
 * <p>Every method takes one quantity as double[chain][draw], chains of equal length, at least 4 draws each. All give NaN if a
 * draw is not finite or all draws are the same: such a quantity says nothing of convergence. Stateless.
 */
public final class Diagnostics {

    private static final int FEWEST_DRAWS = 4;

    /** Blom's (1958) offset of ranks: z = Phi^-1((r - 3/8) / (S + 1/4)). */
    private static final double BLOM = .375;

    private static final NormalDistribution NORMAL = new NormalDistribution();
    private static final double TAIL = .05;

    private Diagnostics() {}

    /**
     * Rank-normalised split R-hat: the greater of R-hat of the ranks (chains differ in location) and of the ranks of distances
     * from the median (chains differ in scale). Above 1.01 the chains have not mixed.
     */
    public static double rankNormalisedSplitRhat(double[][] draws) {
        if (saysNothing(draws)) {
            return Double.NaN;
        }
        double[][] split = split(draws);
        return Math.max(rhat(normalScores(split)), rhat(normalScores(split(folded(draws)))));
    }

    /** Effective sample size of the rank-normalised draws: how well the middle of the distribution is known. */
    public static double essBulk(double[][] draws) {
        return saysNothing(draws) ? Double.NaN : ess(normalScores(split(draws)));
    }

    /** Effective sample size for the 5% and the 95% quantile, the smaller one. */
    public static double essTail(double[][] draws) {
        return Math.min(essQuantile(draws, TAIL), essQuantile(draws, 1 - TAIL));
    }

    /** Effective sample size for the mean, without ranks. */
    public static double essMean(double[][] draws) {
        return saysNothing(draws) ? Double.NaN : ess(split(draws));
    }

    /** Effective sample size for a quantile: that of the indicator of lying at or below it. */
    public static double essQuantile(double[][] draws, double probability) {
        if (saysNothing(draws)) {
            return Double.NaN;
        }
        double quantile = quantile(sorted(draws), probability);
        double[][] indicator = map(draws, value -> value <= quantile ? 1 : 0);
        return saysNothing(indicator) ? Double.NaN : ess(split(indicator));
    }

    /** Monte Carlo standard error of the mean: sd / sqrt(essMean). */
    public static double mcseMean(double[][] draws) {
        return sd(draws) / Math.sqrt(essMean(draws));
    }

    /**
     * Monte Carlo standard error of the standard deviation by the delta method: sqrt((m4 - m2^2) / ess / m2) / 2 with the central
     * moments m2, m4 and the effective sample size for the mean of (x - mean)^2.
     */
    public static double mcseSd(double[][] draws) {
        if (saysNothing(draws)) {
            return Double.NaN;
        }
        double mean = mean(draws);
        double[][] squares = map(draws, value -> (value - mean) * (value - mean));
        double second = mean(squares);
        double fourth = mean(map(squares, value -> value * value));
        return Math.sqrt((fourth - second * second) / essMean(squares) / second) / 2;
    }

    /**
     * Monte Carlo standard error of a quantile: half the distance of the order statistics that bound its central 68% interval,
     * by the beta distribution of the quantile's probability at its effective sample size.
     */
    public static double mcseQuantile(double[][] draws, double probability) {
        double ess = essQuantile(draws, probability);
        if (Double.isNaN(ess)) {
            return Double.NaN;
        }
        double[] sorted = sorted(draws);
        BetaDistribution beta = new BetaDistribution(ess * probability + 1, ess * (1 - probability) + 1);
        double sigma = NORMAL.cumulativeProbability(1);
        double lower = beta.inverseCumulativeProbability(1 - sigma);
        double upper = beta.inverseCumulativeProbability(sigma);
        double low = sorted[(int) Math.max(Math.floor(lower * sorted.length), 1) - 1];
        double high = sorted[(int) Math.min(Math.ceil(upper * sorted.length), sorted.length) - 1];
        return (high - low) / 2;
    }

    /**
     * Energy Bayesian fraction of missing information of each chain (Betancourt 2016): mean squared change of the energy between
     * draws over its variance. Below .3 the momentum refreshes too little of the energy: heavy tails are not explored.
     *
     * @param energy [chain][draw]
     * @return one value per chain
     */
    public static double[] eBfmi(double[][] energy) {
        double[] result = new double[energy.length];
        for (int chain = 0; chain < energy.length; chain++) {
            double[] e = energy[chain];
            double sum = 0;
            for (int i = 1; i < e.length; i++) {
                sum += (e[i] - e[i - 1]) * (e[i] - e[i - 1]);
            }
            result[chain] = sum / e.length / variance(e);
        }
        return result;
    }

    /** Quantile of all draws, linear between order statistics (type 7 of Hyndman and Fan 1996, R's default). */
    public static double quantile(double[][] draws, double probability) {
        return quantile(sorted(draws), probability);
    }

    /** Mean over all draws. */
    public static double mean(double[][] draws) {
        double sum = 0;
        int count = 0;
        for (double[] chain : draws) {
            for (double value : chain) {
                sum += value;
            }
            count += chain.length;
        }
        return sum / count;
    }

    /** Standard deviation over all draws, with n - 1. */
    public static double sd(double[][] draws) {
        return Math.sqrt(
                variance(Arrays.stream(draws).flatMapToDouble(Arrays::stream).toArray()));
    }

    private static double rhat(double[][] chains) {
        double n = chains[0].length;
        double[] means = Arrays.stream(chains).mapToDouble(Diagnostics::mean).toArray();
        double within = Arrays.stream(chains)
                .mapToDouble(Diagnostics::variance)
                .average()
                .orElseThrow();
        double between = variance(means);
        return Math.sqrt((between + (n - 1) / n * within) / within);
    }

    /**
     * S / tau over all chains, tau = -1 + 2 sum of the autocorrelations that Geyer's (1992) initial monotone sequence keeps: sums
     * of neighbours at even and odd lag as long as they are positive, and none above the one before.
     */
    private static double ess(double[][] chains) {
        int n = chains[0].length;
        if (n < FEWEST_DRAWS / 2 + 1 || constant(chains)) {
            return Double.NaN;
        }
        Autocovariance autocovariance = new Autocovariance(chains);
        double total = (double) chains.length * n;
        double within = autocovariance.at(0) * n / (n - 1);
        double pooled = within * (n - 1) / n;
        if (chains.length > 1) {
            pooled += variance(
                    Arrays.stream(chains).mapToDouble(Diagnostics::mean).toArray());
        }
        double[] rho = new double[n + 2];
        rho[0] = 1;
        rho[1] = 1 - (within - autocovariance.at(1)) / pooled;
        double even = rho[0];
        double odd = rho[1];
        int t = 0;
        while (t < n - 5 && even + odd > 0) {
            t += 2;
            even = 1 - (within - autocovariance.at(t)) / pooled;
            odd = 1 - (within - autocovariance.at(t + 1)) / pooled;
            if (even + odd >= 0) {
                rho[t] = even;
                rho[t + 1] = odd;
            }
        }
        int last = t;
        if (even > 0) {
            rho[last] = even;
        }
        for (int k = 2; k <= last - 2; k += 2) {
            if (rho[k] + rho[k + 1] > rho[k - 2] + rho[k - 1]) {
                rho[k] = (rho[k - 2] + rho[k - 1]) / 2;
                rho[k + 1] = rho[k];
            }
        }
        double tau = -1 + rho[last];
        for (int k = 0; k < last; k++) {
            tau += 2 * rho[k];
        }
        return total / Math.max(tau, 1 / Math.log10(total));
    }

    private static double[][] split(double[][] draws) {
        int n = draws[0].length;
        int half = n / 2;
        double[][] halves = new double[2 * draws.length][];
        for (int chain = 0; chain < draws.length; chain++) {
            halves[2 * chain] = Arrays.copyOfRange(draws[chain], 0, half);
            halves[2 * chain + 1] = Arrays.copyOfRange(draws[chain], n - half, n);
        }
        return halves;
    }

    private static double[][] folded(double[][] chains) {
        double median = quantile(sorted(chains), .5);
        return map(chains, value -> Math.abs(value - median));
    }

    /** Equal values share the mean of their ranks. */
    private static double[][] normalScores(double[][] chains) {
        double[] sorted = sorted(chains);
        double[] score = new double[sorted.length];
        for (int from = 0; from < sorted.length; ) {
            int to = from + 1;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0;
            double z = NORMAL.inverseCumulativeProbability((rank - BLOM) / (sorted.length - 2 * BLOM + 1));
            Arrays.fill(score, from, to, z);
            from = to;
        }
        return map(chains, value -> score[Arrays.binarySearch(sorted, value + 0.0)]);
    }

    private static boolean saysNothing(double[][] draws) {
        if (draws.length == 0 || draws[0].length < FEWEST_DRAWS) {
            throw new IllegalArgumentException("diagnostics need at least one chain of " + FEWEST_DRAWS + " draws");
        }
        for (double[] chain : draws) {
            if (chain.length != draws[0].length) {
                throw new IllegalArgumentException(
                        "chains must have equal length, not " + draws[0].length + " and " + chain.length);
            }
            for (double value : chain) {
                if (!Double.isFinite(value)) {
                    return true;
                }
            }
        }
        return constant(draws);
    }

    private static boolean constant(double[][] draws) {
        double first = draws[0][0];
        return Arrays.stream(draws).flatMapToDouble(Arrays::stream).allMatch(value -> value == first);
    }

    private static double[] sorted(double[][] draws) {
        // Adding 0 turns -0 into 0: the order of sort and binarySearch would tell them apart.
        return Arrays.stream(draws)
                .flatMapToDouble(Arrays::stream)
                .map(value -> value + 0.0)
                .sorted()
                .toArray();
    }

    private static double quantile(double[] sorted, double probability) {
        double place = (sorted.length - 1) * probability;
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double[][] map(double[][] draws, DoubleUnaryOperator function) {
        return Arrays.stream(draws)
                .map(chain -> Arrays.stream(chain).map(function).toArray())
                .toArray(double[][]::new);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }

    /** Mean over chains of the biased autocovariance, computed lag by lag as it is asked for: most chains need only a few. */
    private static final class Autocovariance {

        private final double[][] centred;

        Autocovariance(double[][] chains) {
            centred = Arrays.stream(chains)
                    .map(chain -> {
                        double mean = mean(chain);
                        return Arrays.stream(chain).map(value -> value - mean).toArray();
                    })
                    .toArray(double[][]::new);
        }

        double at(int lag) {
            double sum = 0;
            for (double[] chain : centred) {
                for (int i = lag; i < chain.length; i++) {
                    sum += chain[i] * chain[i - lag];
                }
            }
            return sum / centred[0].length / centred.length;
        }
    }
}
