package io.leaven.causal.uplift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rows of an experiment, in parallel arrays: who, which arm, what was known before, what came of it, and where the arms were
 * not drawn by one rule for all, how probable each was.
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
    /** Row-major, one for each arm; null where unknown. */
    private final double[] propensity;
    /** What the source calls each row, such as the line of a file. */
    private final int[] source;

    private ExperimentData(
            List<String> features,
            List<String> arms,
            long[] units,
            int[] arm,
            double[] values,
            double[] outcome,
            double[] propensity,
            int[] source) {
        this.features = features;
        this.arms = arms;
        this.units = units;
        this.arm = arm;
        this.values = values;
        this.outcome = outcome;
        this.propensity = propensity;
        this.source = source;
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

    /** Where the row comes from: the number given with it, such as its line in a file. */
    public int source(int row) {
        return source[row];
    }

    /** Whether it is known how probable each arm was for each row. */
    public boolean hasPropensities() {
        return propensity != null;
    }

    /** How probable an arm was for a row, among all arms. */
    public double propensity(int row, int index) {
        return propensity[row * arms.size() + index];
    }

    /** Whether every outcome is 0 or 1, and both occur. */
    public boolean isBinary() {
        boolean zero = false;
        boolean one = false;
        for (double y : outcome) {
            if (y != 0 && y != 1) {
                return false;
            }
            zero |= y == 0;
            one |= y == 1;
        }
        return zero && one;
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
        return at(IntStream.range(0, rows()).filter(kept).toArray());
    }

    /** Some rows by their numbers, some perhaps more than once. */
    ExperimentData at(int[] rows) {
        return pick(rows, arms, arm);
    }

    /** The same rows with another outcome, one number for each. */
    ExperimentData withOutcome(double[] other) {
        return new ExperimentData(features, arms, units, arm, values, other, propensity, source);
    }

    private ExperimentData pick(int[] rows, List<String> newArms, int[] armOfRow) {
        int columns = features.size();
        double[] picked = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * columns, picked, i * columns, columns);
        }
        double[] probable = propensity == null ? null : new double[rows.length * newArms.size()];
        for (int i = 0; probable != null && i < rows.length; i++) {
            System.arraycopy(propensity, rows[i] * newArms.size(), probable, i * newArms.size(), newArms.size());
        }
        return new ExperimentData(
                features,
                newArms,
                Arrays.stream(rows).mapToLong(row -> units[row]).toArray(),
                Arrays.stream(rows).map(row -> armOfRow[row]).toArray(),
                picked,
                Arrays.stream(rows).mapToDouble(row -> outcome[row]).toArray(),
                probable,
                Arrays.stream(rows).map(row -> source[row]).toArray());
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
        private int[] source = new int[1024];
        private final List<String> probable;
        private double[] propensity;
        private int rows;

        /**
         * Rows whose propensities are unknown.
         *
         * @param features names of the columns, at least one
         * @param control name of the arm without treatment
         */
        public Builder(List<String> features, String control) {
            this(features, control, List.of());
        }

        /**
         * Rows that come with propensities.
         *
         * @param treatments all arms but control: the order of each row's propensities
         */
        public Builder(List<String> features, String control, List<String> treatments) {
            if (features.isEmpty()) {
                throw new IllegalArgumentException("an experiment needs a feature");
            }
            this.features = List.copyOf(features);
            this.control = control;
            this.values = new double[1024 * features.size()];
            this.probable = List.copyOf(treatments);
            this.propensity = new double[1024 * treatments.size()];
        }

        /**
         * Adds one row.
         *
         * @param unit who it is about; all rows of one unit end on the same side of a split
         * @param row one value for each feature, NaN where missing
         * @throws IllegalArgumentException if the row is of another width, a value is infinite or the outcome is not finite
         */
        public Builder add(String unit, String armName, double[] row, double result) {
            return add(unit, armName, row, result, new double[0], rows);
        }

        /**
         * Adds one row of known propensities.
         *
         * @param propensities of the builder's treatments: each above 0, together below 1, which leaves the rest to control
         * @param number what the source calls the row, such as its line in a file
         */
        public Builder add(
                String unit, String armName, double[] row, double result, double[] propensities, int number) {
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
            checkPropensities(propensities);
            grow();
            System.arraycopy(propensities, 0, propensity, rows * probable.size(), probable.size());
            source[rows] = number;
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
            ExperimentData asRead = new ExperimentData(
                    features, List.copyOf(arms), units, armOfRow, values, outcome, propensities(arms), source);
            int[] order = IntStream.range(0, rows)
                    .boxed()
                    .sorted(asRead::compare)
                    .mapToInt(Integer::intValue)
                    .toArray();
            return asRead.pick(order, asRead.arms, armOfRow);
        }

        private void checkPropensities(double[] propensities) {
            if (propensities.length != probable.size()) {
                throw new IllegalArgumentException(propensities.length + " propensities for " + probable);
            }
            double sum = 0;
            for (double p : propensities) {
                if (!(p > 0 && p < 1)) {
                    throw new IllegalArgumentException("a propensity is " + p + " but must be between 0 and 1");
                }
                sum += p;
            }
            if (sum >= 1) {
                throw new IllegalArgumentException("propensities sum to " + sum + ", which leaves nothing to control");
            }
        }

        /** In the order of the arms; what the treatments leave is control's. */
        private double[] propensities(List<String> arms) {
            if (probable.isEmpty()) {
                return null;
            }
            if (!new TreeSet<>(probable).equals(new TreeSet<>(arms.subList(1, arms.size())))) {
                throw new IllegalArgumentException("propensities are of " + probable + ", the arms are " + arms);
            }
            double[] ordered = new double[rows * arms.size()];
            for (int row = 0; row < rows; row++) {
                double left = 1;
                for (int i = 0; i < probable.size(); i++) {
                    double p = propensity[row * probable.size() + i];
                    ordered[row * arms.size() + arms.indexOf(probable.get(i))] = p;
                    left -= p;
                }
                ordered[row * arms.size()] = left;
            }
            return ordered;
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
                source = Arrays.copyOf(source, capacity);
                propensity = Arrays.copyOf(propensity, capacity * probable.size());
            }
        }
    }
}
