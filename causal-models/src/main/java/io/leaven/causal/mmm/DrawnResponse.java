package io.leaven.causal.mmm;

import java.util.List;

/** What each channel does at one draw of the posterior, in units of the outcome. Workspace, not safe for use by several threads. */
final class DrawnResponse {

    private final MediaMixModel model;
    private final ChannelResponse response;
    private final int[] beta;
    private final int[] decay;
    private final int[] peak;
    private final int[] slope;
    private final int[] half;
    private final int[] column;
    private double[] draw;

    DrawnResponse(MediaMixModel model) {
        this.model = model;
        this.response = new ChannelResponse(model.spec.adstock(), model.outcome.length);
        this.beta = indices("beta");
        this.decay = indices("lambda");
        this.peak = model.spec.adstock().hasPeak() ? indices("theta") : null;
        this.slope = indices("a");
        this.half = indices("b");
        List<String> names = model.parameters();
        this.column = model.columns.stream()
                .mapToInt(c -> names.indexOf(c.parameter()))
                .toArray();
    }

    private int[] indices(String kind) {
        int[] indices = new int[model.spend.length];
        for (int c = 0; c < indices.length; c++) {
            indices[c] = model.index(kind, c);
        }
        return indices;
    }

    /** Moves to a draw. */
    void at(double[] parameters) {
        draw = parameters;
    }

    /** What a channel adds to the outcome of a period that spends as the data do, times the multiple, summed over all periods. */
    double total(int channel, double multiple) {
        evaluate(channel, multiple);
        return sum(response.value) * beta(channel);
    }

    /**
     * The slope of {@link #total} by the multiple, at 1: spend enters only through log s, so that it is the sum of dh/dlog s.
     */
    double marginalTotal(int channel) {
        evaluate(channel, 1);
        return sum(response.byLog) * beta(channel);
    }

    /** Adds what a channel contributes in each period. */
    void addContribution(int channel, double[] sums) {
        evaluate(channel, 1);
        double beta = beta(channel);
        for (int t = 0; t < sums.length; t++) {
            sums[t] += beta * response.value[t];
        }
    }

    /** Adds what intercept, controls, trend and season contribute in each period. */
    void addBase(double[] sums) {
        for (int k = 0; k < column.length; k++) {
            double coefficient = draw[column[k]] * model.scaling.outcomeUnit();
            double[] values = model.columns.get(k).values();
            for (int t = 0; t < sums.length; t++) {
                sums[t] += coefficient * values[t];
            }
        }
    }

    /** Standard deviation of what is not explained. */
    double sigma() {
        return draw[draw.length - 1] * model.scaling.outcomeUnit();
    }

    private double beta(int channel) {
        return draw[beta[channel]] * model.scaling.outcomeUnit();
    }

    /** A multiple of all spend is a shift of log s, so of log b. */
    private void evaluate(int c, double multiple) {
        double lambda = draw[decay[c]];
        response.evaluate(
                model.spend[c],
                lambda,
                1 - lambda,
                peak == null ? 0 : draw[peak[c]],
                draw[slope[c]],
                Math.log(draw[half[c]]) - Math.log(multiple));
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
