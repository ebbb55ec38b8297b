package io.leaven.causal.boosting;

/**
 * Rows with what is to be predicted from them. The arrays are not copied.
 *
 * @param values row-major, {@code outcome.length x columns}; NaN is a missing value
 * @param columns features in a row, 1 or more
 * @param outcome one finite number for each row
 */
public record TrainingRows(float[] values, int columns, float[] outcome) {

    /** @throws IllegalArgumentException if there are no rows, the sizes disagree or a number is infinite */
    public TrainingRows {
        if (columns < 1 || outcome.length < 1 || values.length != (long) outcome.length * columns) {
            throw new IllegalArgumentException(values.length + " values are not " + outcome.length + " rows of "
                    + columns + " columns, at least one of each");
        }
        for (int i = 0; i < values.length; i++) {
            if (Float.isInfinite(values[i])) {
                throw new IllegalArgumentException("row " + i / columns + ", column " + i % columns + " is infinite");
            }
        }
        for (int i = 0; i < outcome.length; i++) {
            if (!Float.isFinite(outcome[i])) {
                throw new IllegalArgumentException("the outcome of row " + i + " is " + outcome[i]);
            }
        }
    }

    public int rows() {
        return outcome.length;
    }

    double meanOutcome() {
        double sum = 0;
        for (float y : outcome) {
            sum += y;
        }
        return sum / outcome.length;
    }
}
