package io.leaven.causal.mmm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Outcome, spend and controls by period, in order of time. Checked when built: no gap, no duplicate, no column that cannot tell
 * anything. Immutable, safe for use by several threads.
 */
public final class MediaMixData {

    private final List<Period> periods;
    private final List<String> channels;
    private final List<String> controls;
    private final double[] outcome;
    private final double[][] spend;
    private final double[][] control;
    private final boolean sorted;

    private MediaMixData(
            List<Period> periods,
            List<String> channels,
            List<String> controls,
            double[] outcome,
            double[][] spend,
            double[][] control,
            boolean sorted) {
        this.periods = List.copyOf(periods);
        this.channels = channels;
        this.controls = controls;
        this.outcome = outcome;
        this.spend = spend;
        this.control = control;
        this.sorted = sorted;
    }

    public List<Period> periods() {
        return periods;
    }

    public int rows() {
        return outcome.length;
    }

    public List<String> channels() {
        return channels;
    }

    public List<String> controls() {
        return controls;
    }

    /** One outcome for each period. */
    public double[] outcome() {
        return outcome.clone();
    }

    /** One channel's spend in each period. */
    public double[] spend(int channel) {
        return spend[channel].clone();
    }

    /** One control in each period. */
    public double[] control(int index) {
        return control[index].clone();
    }

    /** Whether the rows came in another order than that of time. */
    public boolean wasSorted() {
        return sorted;
    }

    /** Collects rows in any order. Not safe for use by several threads. */
    public static final class Builder {

        private final List<String> channels;
        private final List<String> controls;
        private final List<Row> rows = new ArrayList<>();

        private record Row(String where, Period period, double outcome, double[] spend, double[] controls) {}

        /**
         * @param channels names of at least one
         * @param controls names, may be none
         * @throws IllegalArgumentException if there is no channel or a name twice
         */
        public Builder(List<String> channels, List<String> controls) {
            if (channels.isEmpty()) {
                throw new IllegalArgumentException("a media mix needs at least one channel");
            }
            Set<String> names = new HashSet<>();
            for (List<String> some : List.of(channels, controls)) {
                for (String name : some) {
                    if (!names.add(name)) {
                        throw new IllegalArgumentException("'" + name + "' is named twice among channels and controls");
                    }
                }
            }
            this.channels = List.copyOf(channels);
            this.controls = List.copyOf(controls);
        }

        /**
         * Adds the row of one period.
         *
         * @param where names the row in errors, such as {@code line 12}
         * @param spend one amount for each channel
         * @param control one value for each control
         * @throws IllegalArgumentException if a number is not finite or a spend negative
         */
        public Builder add(String where, Period period, double outcome, double[] spend, double[] control) {
            if (spend.length != channels.size() || control.length != controls.size()) {
                throw new IllegalArgumentException(where + ": " + spend.length + " spends and " + control.length
                        + " controls for " + channels.size() + " channels and " + controls.size() + " controls");
            }
            finite(where, "the outcome", outcome);
            for (int c = 0; c < spend.length; c++) {
                finite(where, "spend of channel '" + channels.get(c) + "'", spend[c]);
                if (spend[c] < 0) {
                    throw new IllegalArgumentException(
                            where + ": spend of channel '" + channels.get(c) + "' is negative: " + spend[c]);
                }
            }
            for (int k = 0; k < control.length; k++) {
                finite(where, "control '" + controls.get(k) + "'", control[k]);
            }
            if (!rows.isEmpty() && rows.get(0).period.dated() != period.dated()) {
                throw new IllegalArgumentException(where + ": '" + period.label() + "' is a "
                        + (period.dated()
                                ? "date, but earlier rows have numbers"
                                : "number, but earlier rows have dates"));
            }
            rows.add(new Row(where, period, outcome, spend.clone(), control.clone()));
            return this;
        }

        public int rows() {
            return rows.size();
        }

        /**
         * Checks and sorts.
         *
         * @throws IllegalArgumentException if there are too few rows, a period is there twice or missing, or a column is constant
         */
        public MediaMixData build() {
            int least = 4 * channels.size() + controls.size() + 3;
            if (rows.size() < least) {
                throw new IllegalArgumentException("there are " + rows.size() + " periods; " + channels.size()
                        + " channels and " + controls.size() + " controls need at least " + least
                        + ", one more than the model has parameters");
            }
            List<Row> ordered = new ArrayList<>(rows);
            ordered.sort(Comparator.comparingLong(row -> row.period.order()));
            for (int i = 1; i < ordered.size(); i++) {
                if (ordered.get(i).period.order() == ordered.get(i - 1).period.order()) {
                    throw new IllegalArgumentException(ordered.get(i).where + ": "
                            + ordered.get(i).period.label() + " is there twice, first in " + ordered.get(i - 1).where
                            + "; rows of one period (of several regions, say) must be summed first");
                }
            }
            List<Period> periods = ordered.stream().map(Row::period).toList();
            PeriodAxis.checkRegular(periods, i -> ordered.get(i).where);
            double[] outcome = ordered.stream().mapToDouble(Row::outcome).toArray();
            if (constant(outcome)) {
                throw new IllegalArgumentException(
                        "the outcome is " + outcome[0] + " in every period; there is nothing to explain");
            }
            double[][] spend = new double[channels.size()][];
            for (int c = 0; c < spend.length; c++) {
                int channel = c;
                spend[c] =
                        ordered.stream().mapToDouble(row -> row.spend[channel]).toArray();
                checkSpend(channels.get(c), spend[c]);
            }
            double[][] control = new double[controls.size()][];
            for (int k = 0; k < control.length; k++) {
                int index = k;
                control[k] =
                        ordered.stream().mapToDouble(row -> row.controls[index]).toArray();
                if (constant(control[k])) {
                    throw new IllegalArgumentException("control '" + controls.get(k) + "' is " + control[k][0]
                            + " in every period; leave it out, the intercept has its effect");
                }
            }
            return new MediaMixData(periods, channels, controls, outcome, spend, control, !ordered.equals(rows));
        }

        private static void checkSpend(String channel, double[] spend) {
            if (!constant(spend)) {
                return;
            }
            throw new IllegalArgumentException(
                    spend[0] == 0
                            ? "channel '" + channel + "' has no spend in any period; leave it out"
                            : "channel '" + channel + "' spends " + spend[0]
                                    + " in every period; its effect cannot be told from the intercept, leave it out");
        }

        private static boolean constant(double[] values) {
            for (double value : values) {
                if (value != values[0]) {
                    return false;
                }
            }
            return true;
        }

        private static void finite(String where, String what, double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(where + ": " + what + " is " + value + ", not a finite number");
            }
        }
    }
}
