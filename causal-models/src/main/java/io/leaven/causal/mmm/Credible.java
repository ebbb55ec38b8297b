package io.leaven.causal.mmm;

import java.util.Arrays;

/**
 * What the posterior says of one number.
 *
 * @param mean of the draws
 * @param sd of the draws
 * @param q5 the 5% quantile: with q95 the central 90% credible interval
 * @param q95 the 95% quantile
 */
public record Credible(double mean, double sd, double q5, double q95) {

    /** From at least two draws, which may be in any order. */
    static Credible of(double[] draws) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        double mean = 0;
        for (double draw : sorted) {
            mean += draw / sorted.length;
        }
        double squares = 0;
        for (double draw : sorted) {
            squares += (draw - mean) * (draw - mean);
        }
        return new Credible(
                mean, Math.sqrt(squares / (sorted.length - 1)), quantile(sorted, .05), quantile(sorted, .95));
    }

    /** Linear between order statistics. */
    static double quantile(double[] sorted, double probability) {
        double place = (sorted.length - 1) * probability;
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
