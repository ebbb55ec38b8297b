package io.leaven.causal.uplift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rows of a randomised experiment, in parallel arrays: who, which arm, what was known before, what came of it.
 *
 * <p>Rows stand in an order of their own content, whatever order they were added in, so that the same experiment read from
 * many partitions gives the same model. Immutable, safe for use by several threads.
 */
public final class ExperimentData {

    private final List<String> features;
    /** Control first, then the treatments by name. */
    private final List<String> arms;

    private final long[] units;
    private final int[] arm;
    private final double[] values;
    private final double[] outcome;

    private ExperimentData(
            List<String> features, List<String> arms, long[] units, int[] arm, double[] values, double[] outcome) {
        this.features = features;
        this.arms = arms;
        this.units = units;
        this.arm = arm;
        this.values = values;
        this.outcome = outcome;
    }

    /** The names of the columns. */
    public List<String> features() {
        return features;
    }

    /** Control first, then the treatments in order of their names. */
    public List<String> arms() {
        return arms;
    }

    public int rows() {
        return outcome.length;
    }

    /** The hash of who the row is about. */
    public long unit(int row) {
        return units[row];
    }

    /** Index into {@link #arms}, 0 for control. */
    public int arm(int row) {
        return arm[row];
    }

    public double value(int row, int column) {
        return values[row * features.size() + column];
    }

    public double outcome(int row) {
        return outcome[row];
    }

    /** All features, row-major. */
    public double[] values() {
        return values.clone();
    }

    /** The rows of one arm. */
    public int[] rowsOf(int index) {
        return IntStream.range(0, rows()).filter(row -> arm[row] == index).toArray();
    }

    /** Some of the rows; the arms stay the same, even if one is left without rows. */
    public ExperimentData where(IntPredicate kept) {
        int[] rows = IntStream.range(0, rows()).filter(kept).toArray();
        return pick(rows, arms, arm);
    }

    private ExperimentData pick(int[] rows, List<String> newArms, int[] armOfRow) {
        int columns = features.size();
        double[] picked = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * columns, picked, i * columns, columns);
        }
        return new ExperimentData(
                features,
                newArms,
                Arrays.stream(rows).mapToLong(row -> units[row]).toArray(),
                Arrays.stream(rows).map(row -> armOfRow[row]).toArray(),
                picked,
                Arrays.stream(rows).mapToDouble(row -> outcome[row]).toArray());
    }

    private int compare(int a, int b) {
        int order = Long.compareUnsigned(units[a], units[b]);
        order = order != 0 ? order : Integer.compare(arm[a], arm[b]);
        order = order != 0 ? order : Double.compare(outcome[a], outcome[b]);
        int columns = features.size();
        return order != 0
                ? order
                : Arrays.compare(values, a * columns, (a + 1) * columns, values, b * columns, (b + 1) * columns);
    }

    /** Collects rows. Not safe for use by several threads. */
    public static final class Builder {

        private final List<String> features;
        private final String control;
        private final List<String> seen = new ArrayList<>();
        private long[] units = new long[1024];
        private int[] arm = new int[1024];
        private double[] outcome = new double[1024];
        private double[] values;
        private int rows;

        /**
         * @param features names of the columns, at least one
         * @param control name of the arm without treatment
         */
        public Builder(List<String> features, String control) {
            if (features.isEmpty()) {
                throw new IllegalArgumentException("an experiment needs a feature");
            }
            this.features = List.copyOf(features);
            this.control = control;
            this.values = new double[1024 * features.size()];
        }

        /**
         * Adds one row.
         *
         * @param unit who it is about; all rows of one unit end on the same side of a split
         * @param row one value for each feature, NaN where missing
         * @throws IllegalArgumentException if the row is of another width, a value is infinite or the outcome is not finite
         */
        public Builder add(String unit, String armName, double[] row, double result) {
            if (row.length != features.size()) {
                throw new IllegalArgumentException(row.length + " values for " + features.size() + " features");
            }
            for (int column = 0; column < row.length; column++) {
                if (Double.isInfinite(row[column])) {
                    throw new IllegalArgumentException(features.get(column) + " is infinite");
                }
            }
            if (!Double.isFinite(result)) {
                throw new IllegalArgumentException("the outcome is " + result);
            }
            grow();
            units[rows] = UnitHash.of(unit);
            arm[rows] = indexOf(armName);
            outcome[rows] = result;
            System.arraycopy(row, 0, values, rows * row.length, row.length);
            rows++;
            return this;
        }

        public int rows() {
            return rows;
        }

        /** What was collected. The control is among the arms even without rows. */
        public ExperimentData build() {
            TreeSet<String> treatments = new TreeSet<>(seen);
            treatments.remove(control);
            List<String> arms = new ArrayList<>(List.of(control));
            arms.addAll(treatments);
            int[] armOfRow = Arrays.stream(arm, 0, rows)
                    .map(index -> arms.indexOf(seen.get(index)))
                    .toArray();
            ExperimentData asRead = new ExperimentData(features, List.copyOf(arms), units, armOfRow, values, outcome);
            int[] order = IntStream.range(0, rows)
                    .boxed()
                    .sorted(asRead::compare)
                    .mapToInt(Integer::intValue)
                    .toArray();
            return asRead.pick(order, asRead.arms, armOfRow);
        }

        private int indexOf(String name) {
            int index = seen.indexOf(name);
            if (index < 0) {
                seen.add(name);
                return seen.size() - 1;
            }
            return index;
        }

        private void grow() {
            if (rows == outcome.length) {
                int capacity = rows * 2;
                units = Arrays.copyOf(units, capacity);
                arm = Arrays.copyOf(arm, capacity);
                outcome = Arrays.copyOf(outcome, capacity);
                values = Arrays.copyOf(values, capacity * features.size());
            }
        }
    }
}
