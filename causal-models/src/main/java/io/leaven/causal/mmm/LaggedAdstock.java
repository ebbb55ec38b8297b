package io.leaven.causal.mmm;

import java.util.Arrays;

/**
 * A weighted mean over the last periods, s_t = sum_l w_l x_{t-l} / sum_l w_l over lags l = 0..L (Jin et al. 2017). Windowed:
 * w_l = lambda^l. Delayed: w_l = lambda^((l - theta)^2), strongest at lag theta.
 */
final class LaggedAdstock implements Adstock {

    private final int lags;
    private final boolean delayed;

    /** @param lags L, the last lag that counts, 0 or more */
    LaggedAdstock(int lags, boolean delayed) {
        if (lags < 0) {
            throw new IllegalArgumentException("lags is " + lags + ", it must be 0 or more");
        }
        this.lags = lags;
        this.delayed = delayed;
    }

    @Override
    public String name() {
        return (delayed ? "delayed" : "windowed") + "(" + lags + ")";
    }

    @Override
    public boolean hasPeak() {
        return delayed;
    }

    @Override
    public void carry(
            double[] spend,
            double decay,
            double keep,
            double peak,
            double[] carried,
            double[] byDecay,
            double[] byPeak) {
        Weights weights = delayed ? Weights.delayed(lags, decay, peak) : Weights.windowed(lags, decay);
        Arrays.fill(carried, 0);
        Arrays.fill(byDecay, 0);
        int window = Math.min(lags, spend.length - 1);
        for (int lag = 0; lag <= window; lag++) {
            addShifted(spend, lag, weights.weight[lag], carried);
            addShifted(spend, lag, weights.byDecay[lag], byDecay);
        }
        if (delayed) {
            Arrays.fill(byPeak, 0);
            for (int lag = 0; lag <= window; lag++) {
                addShifted(spend, lag, weights.byPeak[lag], byPeak);
            }
        }
    }

    private static void addShifted(double[] spend, int lag, double weight, double[] sum) {
        for (int t = lag; t < spend.length; t++) {
            sum[t] += weight * spend[t - lag];
        }
    }

    /** Normalised weights by lag and their derivatives. */
    private record Weights(double[] weight, double[] byDecay, double[] byPeak) {

        static Weights windowed(int lags, double decay) {
            double[] weight = new double[lags + 1];
            double[] byDecay = new double[lags + 1];
            double power = 1;
            double before = 0;
            for (int lag = 0; lag <= lags; lag++) {
                weight[lag] = power;
                byDecay[lag] = lag * before;
                before = power;
                power *= decay;
            }
            double sum = sum(weight);
            normalise(weight, byDecay, sum);
            scale(weight, sum);
            return new Weights(weight, byDecay, null);
        }

        /** The largest weight is set to 1 before all are normalised: none of the sums can vanish. */
        static Weights delayed(int lags, double decay, double peak) {
            double safe = Math.max(decay, Double.MIN_NORMAL);
            double log = Math.log(safe);
            double nearest = Math.min(lags, Math.max(0, Math.rint(peak)));
            double least = (nearest - peak) * (nearest - peak);
            double[] weight = new double[lags + 1];
            double[] byDecay = new double[lags + 1];
            double[] byPeak = new double[lags + 1];
            for (int lag = 0; lag <= lags; lag++) {
                double away = lag - peak;
                double excess = away * away - least;
                weight[lag] = Math.exp(excess * log);
                byDecay[lag] = excess == 0 ? 0 : excess * Math.exp((excess - 1) * log);
                byPeak[lag] = -2 * (lag - nearest) * log * weight[lag];
            }
            double sum = sum(weight);
            normalise(weight, byDecay, sum);
            normalise(weight, byPeak, sum);
            scale(weight, sum);
            return new Weights(weight, byDecay, byPeak);
        }

        /** From the derivatives of weights that sum to {@code sum} to those of the weights over their sum. */
        private static void normalise(double[] weight, double[] slope, double sum) {
            double slopes = sum(slope);
            for (int lag = 0; lag < slope.length; lag++) {
                slope[lag] = (slope[lag] - weight[lag] * slopes / sum) / sum;
            }
        }

        private static void scale(double[] weight, double sum) {
            for (int lag = 0; lag < weight.length; lag++) {
                weight[lag] /= sum;
            }
        }

        private static double sum(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum;
        }
    }
}
