package io.leaven.causal.mmm;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Return on ad spend, in units of the outcome for one unit of spend, over the periods of the data. What spend of the last periods
 * brings after the end of the data is not in it.
 *
 * @param average by channel: its total contribution over its total spend
 * @param marginal by channel: what the next unit of spend would bring, spread over the periods as the spend was
 * @param weights by channel: its mean return over the mean of all channels', 0 or more; their mean is 1
 * @param weightSds by channel: posterior standard deviation of the weight
 */
public record Roas(
        Map<String, Credible> average,
        Map<String, Credible> marginal,
        Map<String, Double> weights,
        Map<String, Double> weightSds) {

    /**
     * Computed from all draws. The weight of a channel is the ratio of posterior means w = E[R_c] / E[R], R the mean over channels;
     * its standard deviation is that of (R_c - w R) / E[R], the ratio's linear part, which exists even where R of some draw comes
     * near 0. A channel that is more likely to lose than to bring weighs 0.
     */
    public static Roas of(MediaMixPosterior posterior) {
        MediaMixModel model = posterior.model();
        List<String> names = model.data().channels();
        double[][] average = new double[names.size()][posterior.size()];
        double[][] marginal = new double[names.size()][posterior.size()];
        double[] spent = new double[names.size()];
        Arrays.setAll(spent, c -> Arrays.stream(model.data().spend(c)).sum());
        DrawnResponse response = new DrawnResponse(model);
        for (int i = 0; i < posterior.size(); i++) {
            response.at(posterior.draw(i));
            for (int c = 0; c < names.size(); c++) {
                average[c][i] = response.total(c, 1) / spent[c];
                marginal[c][i] = response.marginalTotal(c) / spent[c];
            }
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        Map<String, Double> sds = new LinkedHashMap<>();
        weigh(names, average, weights, sds);
        return new Roas(credible(names, average), credible(names, marginal), weights, sds);
    }

    private static Map<String, Credible> credible(List<String> names, double[][] draws) {
        Map<String, Credible> all = new LinkedHashMap<>();
        for (int c = 0; c < draws.length; c++) {
            all.put(names.get(c), Credible.of(draws[c]));
        }
        return all;
    }

    private static void weigh(
            List<String> names, double[][] roas, Map<String, Double> weights, Map<String, Double> sds) {
        double[] mean = Arrays.stream(roas)
                .mapToDouble(draws -> Math.max(0, Arrays.stream(draws).average().orElseThrow()))
                .toArray();
        double overall = Arrays.stream(mean).average().orElseThrow();
        for (int c = 0; c < roas.length; c++) {
            if (overall == 0) {
                weights.put(names.get(c), Double.NaN);
                sds.put(names.get(c), Double.NaN);
                continue;
            }
            double weight = mean[c] / overall;
            double[] away = new double[roas[c].length];
            for (int i = 0; i < away.length; i++) {
                double all = 0;
                for (double[] channel : roas) {
                    all += channel[i] / roas.length;
                }
                away[i] = (roas[c][i] - weight * all) / overall;
            }
            weights.put(names.get(c), weight);
            sds.put(names.get(c), Credible.of(away).sd());
        }
    }
}
