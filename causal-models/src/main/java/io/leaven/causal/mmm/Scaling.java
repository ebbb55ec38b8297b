package io.leaven.causal.mmm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Between the data and what the model sees of them: outcome / outcomeUnit, spend / spendUnit, (column - mean) / sd.
 *
 * @param outcomeScale how the outcome's unit was chosen
 * @param outcomeUnit outcome that is 1 on the scaled model
 * @param spendUnit by channel: spend that is 1 on the scaled model, its maximum
 * @param columns by name: how each control, trend or season column is standardised
 */
public record Scaling(
        OutcomeScale outcomeScale,
        double outcomeUnit,
        Map<String, Double> spendUnit,
        Map<String, Standardised> columns) {

    public Scaling {
        spendUnit = Collections.unmodifiableMap(new LinkedHashMap<>(spendUnit));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** Mean and standard deviation (divisor n) of a column. */
    public record Standardised(double mean, double sd) {

        double[] apply(double[] column) {
            double[] scaled = new double[column.length];
            for (int t = 0; t < column.length; t++) {
                scaled[t] = (column[t] - mean) / sd;
            }
            return scaled;
        }

        static Standardised of(double[] column) {
            double mean = 0;
            for (double value : column) {
                mean += value / column.length;
            }
            double variance = 0;
            for (double value : column) {
                variance += (value - mean) * (value - mean) / column.length;
            }
            return new Standardised(mean, Math.sqrt(variance));
        }
    }

    double[] outcome(double[] outcome) {
        return divided(outcome, outcomeUnit);
    }

    double[] spend(String channel, double[] spend) {
        return divided(spend, spendUnit.get(channel));
    }

    private static double[] divided(double[] values, double unit) {
        double[] scaled = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            scaled[t] = values[t] / unit;
        }
        return scaled;
    }
}
