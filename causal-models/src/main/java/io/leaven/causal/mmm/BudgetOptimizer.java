package io.leaven.causal.mmm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The best split of a given spend over channels: the one with the largest posterior mean outcome. The amount is for as many
 * periods as the data has, and each channel spends its part with the timing that it has in the data.
 *
 * <p>Saturation is S-shaped, so that a split from which no small step is better need not be the best. The sum of one function per
 * channel is maximised by dynamic programming over a grid, which finds the best split of the grid whatever the shapes, and
 * then over finer grids around it.
 */
public final class BudgetOptimizer {

    private static final int DRAWS = 300;
    private static final int GRID = 400;
    private static final int FINER = 10;
    private static final int ZOOMS = 3;

    private BudgetOptimizer() {}

    /**
     * A split.
     *
     * @param amount that is split
     * @param channels by channel
     * @param outcome that the split brings
     * @param outcomeAsBefore that the amount brings if it is split as the spend in the data was
     */
    public record Plan(double amount, Map<String, Allocation> channels, Credible outcome, Credible outcomeAsBefore) {}

    /**
     * One channel's part.
     *
     * @param spend its part of the amount
     * @param multiple of its spend in the data; far above 1 the data says little of what it brings
     * @param outcome that it brings
     */
    public record Allocation(double spend, double multiple, Credible outcome) {}

    /**
     * The best split of an amount.
     *
     * @param amount above 0, in units of spend, for as many periods as the data has
     */
    public static Plan best(MediaMixPosterior posterior, double amount) {
        if (!(amount > 0 && amount < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the budget is " + amount + ", it must be above 0");
        }
        MediaMixModel model = posterior.model();
        List<String> names = model.data().channels();
        double[] spent = new double[names.size()];
        Arrays.setAll(spent, c -> Arrays.stream(model.data().spend(c)).sum());
        double total = Arrays.stream(spent).sum();
        DrawnResponse response = new DrawnResponse(model);
        double[][] draws = Arrays.stream(posterior.thinned(DRAWS))
                .mapToObj(posterior::draw)
                .toArray(double[][]::new);
        List<DoubleUnaryOperator> returns = new ArrayList<>();
        for (int c = 0; c < spent.length; c++) {
            int channel = c;
            returns.add(spend -> Arrays.stream(outcomes(response, draws, channel, spend / spent[channel]))
                    .average()
                    .orElseThrow());
        }
        double[] split = split(amount, returns);
        Map<String, Allocation> channels = new LinkedHashMap<>();
        double[] outcome = new double[draws.length];
        double[] asBefore = new double[draws.length];
        for (int c = 0; c < spent.length; c++) {
            double[] brought = outcomes(response, draws, c, split[c] / spent[c]);
            double[] before = outcomes(response, draws, c, amount / total);
            for (int i = 0; i < outcome.length; i++) {
                outcome[i] += brought[i];
                asBefore[i] += before[i];
            }
            channels.put(names.get(c), new Allocation(split[c], split[c] / spent[c], Credible.of(brought)));
        }
        return new Plan(amount, channels, Credible.of(outcome), Credible.of(asBefore));
    }

    private static double[] outcomes(DrawnResponse response, double[][] draws, int channel, double multiple) {
        double[] outcomes = new double[draws.length];
        if (multiple > 0) {
            for (int i = 0; i < draws.length; i++) {
                response.at(draws[i]);
                outcomes[i] = response.total(channel, multiple);
            }
        }
        return outcomes;
    }

    /**
     * The split of an amount that maximises the sum of what its parts return, to about amount / 400,000.
     *
     * @param returns of each channel by its part, of any shape
     * @return one part for each channel, 0 or more, together the amount
     */
    static double[] split(double amount, List<DoubleUnaryOperator> returns) {
        int channels = returns.size();
        double step = amount / GRID;
        double[][] values = new double[channels][GRID + 1];
        for (int c = 0; c < channels; c++) {
            for (int k = 0; k <= GRID; k++) {
                values[c][k] = returns.get(c).applyAsDouble(k * step);
            }
        }
        int[] steps = bestSteps(values, GRID);
        double[] split = Arrays.stream(steps).mapToDouble(k -> k * step).toArray();
        double finer = step;
        for (int zoom = 0; zoom < ZOOMS; zoom++) {
            finer /= FINER;
            for (int c = 0; c < channels; c++) {
                values[c] = new double[2 * FINER + 1];
                for (int k = 0; k <= 2 * FINER; k++) {
                    double spend = split[c] + (k - FINER) * finer;
                    values[c][k] = spend < -finer / 2
                            ? Double.NEGATIVE_INFINITY
                            : returns.get(c).applyAsDouble(Math.max(0, spend));
                }
            }
            steps = bestSteps(values, channels * FINER);
            for (int c = 0; c < channels; c++) {
                split[c] = Math.max(0, split[c] + (steps[c] - FINER) * finer);
            }
        }
        return split;
    }

    /** The steps of each channel, from 0 to the last of its values, that sum to a total and maximise the sum of values. */
    private static int[] bestSteps(double[][] values, int total) {
        int channels = values.length;
        int[][] chosen = new int[channels][total + 1];
        double[] best = new double[total + 1];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        best[0] = 0;
        for (int c = 0; c < channels; c++) {
            double[] next = new double[total + 1];
            Arrays.fill(next, Double.NEGATIVE_INFINITY);
            for (int sum = 0; sum <= total; sum++) {
                for (int k = 0; k <= Math.min(sum, values[c].length - 1); k++) {
                    double value = best[sum - k] + values[c][k];
                    if (value > next[sum]) {
                        next[sum] = value;
                        chosen[c][sum] = k;
                    }
                }
            }
            best = next;
        }
        int[] steps = new int[channels];
        int left = total;
        for (int c = channels - 1; c >= 0; c--) {
            steps[c] = chosen[c][left];
            left -= steps[c];
        }
        return steps;
    }
}
