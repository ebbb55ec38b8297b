package io.leaven.causal.mmm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each channel added to the outcome, against no spend of it at all, in units of the outcome.
 *
 * @param channels by channel: one entry for each period
 * @param base by period: intercept, controls, trend and season
 * @param totals by channel: over all periods
 * @param shares by channel: total over the outcome's total
 */
public record Contributions(
        Map<String, List<Credible>> channels,
        List<Credible> base,
        Map<String, Credible> totals,
        Map<String, Credible> shares) {

    /** More draws would not change what a plot shows. */
    private static final int DRAWS = 1_000;

    /** Computed from at most 1000 draws. */
    public static Contributions of(MediaMixPosterior posterior) {
        MediaMixModel model = posterior.model();
        List<String> names = model.data().channels();
        int periods = model.data().rows();
        int[] numbers = posterior.thinned(DRAWS);
        double[][][] byPeriod = new double[names.size() + 1][numbers.length][periods];
        DrawnResponse response = new DrawnResponse(model);
        for (int i = 0; i < numbers.length; i++) {
            response.at(posterior.draw(numbers[i]));
            for (int c = 0; c < names.size(); c++) {
                response.addContribution(c, byPeriod[c][i]);
            }
            response.addBase(byPeriod[names.size()][i]);
        }
        double outcome = sum(model.data().outcome());
        Map<String, List<Credible>> channels = new LinkedHashMap<>();
        Map<String, Credible> totals = new LinkedHashMap<>();
        Map<String, Credible> shares = new LinkedHashMap<>();
        for (int c = 0; c < names.size(); c++) {
            channels.put(names.get(c), byPeriod(byPeriod[c], periods));
            double[] total = new double[numbers.length];
            double[] share = new double[numbers.length];
            for (int i = 0; i < total.length; i++) {
                total[i] = sum(byPeriod[c][i]);
                share[i] = total[i] / outcome;
            }
            totals.put(names.get(c), Credible.of(total));
            shares.put(names.get(c), Credible.of(share));
        }
        return new Contributions(channels, byPeriod(byPeriod[names.size()], periods), totals, shares);
    }

    private static List<Credible> byPeriod(double[][] draws, int periods) {
        List<Credible> all = new ArrayList<>();
        double[] one = new double[draws.length];
        for (int t = 0; t < periods; t++) {
            for (int i = 0; i < one.length; i++) {
                one[i] = draws[i][t];
            }
            all.add(Credible.of(one));
        }
        return all;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
