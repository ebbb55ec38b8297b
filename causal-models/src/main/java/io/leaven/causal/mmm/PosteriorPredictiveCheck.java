package io.leaven.causal.mmm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How well the model predicts the outcomes that it was fitted to, in units of the outcome.
 *
 * @param r2 1 - sum (y - mean prediction)^2 / sum (y - mean y)^2
 * @param mape mean of |y - mean prediction| / |y| over periods whose outcome is not 0
 * @param crps mean continuous ranked probability score, E|Y - y| - E|Y - Y'|/2; for a point prediction the mean absolute error
 * @param coverage90 share of outcomes inside the central 90% of their predictive distribution; about .9 if the model is right
 * @param predicted by period: the predictive distribution, noise included
 */
public record PosteriorPredictiveCheck(
        double r2, double mape, double crps, double coverage90, List<Credible> predicted) {

    private static final int DRAWS = 1_000;

    /** Computed from at most 1000 draws; the seed is that of the fit. */
    public static PosteriorPredictiveCheck of(MediaMixPosterior posterior) {
        MediaMixModel model = posterior.model();
        double[] outcome = model.data().outcome();
        int[] numbers = posterior.thinned(DRAWS);
        double[][] simulated = new double[outcome.length][numbers.length];
        double[] mean = new double[outcome.length];
        DrawnResponse response = new DrawnResponse(model);
        SplittableRandom random = new SplittableRandom(posterior.settings().seed() + 1);
        for (int i = 0; i < numbers.length; i++) {
            response.at(posterior.draw(numbers[i]));
            double[] expected = new double[outcome.length];
            response.addBase(expected);
            for (int c = 0; c < model.data().channels().size(); c++) {
                response.addContribution(c, expected);
            }
            for (int t = 0; t < expected.length; t++) {
                mean[t] += expected[t] / numbers.length;
                simulated[t][i] = expected[t] + response.sigma() * random.nextGaussian();
            }
        }
        return of(outcome, mean, simulated);
    }

    /** From mean predictions and draws of the predictive distribution, [period][draw]. */
    static PosteriorPredictiveCheck of(double[] outcome, double[] mean, double[][] simulated) {
        double average = Arrays.stream(outcome).average().orElseThrow();
        double missed = 0;
        double varied = 0;
        double relative = 0;
        int counted = 0;
        double crps = 0;
        int inside = 0;
        List<Credible> predicted = new ArrayList<>();
        for (int t = 0; t < outcome.length; t++) {
            double away = outcome[t] - mean[t];
            missed += away * away;
            varied += (outcome[t] - average) * (outcome[t] - average);
            if (outcome[t] != 0) {
                relative += Math.abs(away / outcome[t]);
                counted++;
            }
            crps += crps(simulated[t], outcome[t]) / outcome.length;
            Credible interval = Credible.of(simulated[t]);
            inside += outcome[t] >= interval.q5() && outcome[t] <= interval.q95() ? 1 : 0;
            predicted.add(interval);
        }
        return new PosteriorPredictiveCheck(
                1 - missed / varied, relative / counted, crps, (double) inside / outcome.length, predicted);
    }

    /** With sorted draws, sum_ij |x_i - x_j| = 2 sum_i (2 i - n + 1) x_i, i from 0. */
    static double crps(double[] draws, double outcome) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double distance = 0;
        double spread = 0;
        for (int i = 0; i < n; i++) {
            distance += Math.abs(sorted[i] - outcome) / n;
            spread += (2.0 * i - n + 1) * sorted[i] / n / n;
        }
        return distance - spread;
    }
}
