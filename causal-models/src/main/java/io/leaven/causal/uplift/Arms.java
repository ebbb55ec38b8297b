package io.leaven.causal.uplift;

import java.util.stream.IntStream;

/** The rows of arms. */
final class Arms {

    private Arms() {}

    /** @throws IllegalArgumentException if the arm has none */
    static int[] rowsOf(ExperimentData data, int arm) {
        int[] rows = data.rowsOf(arm);
        if (rows.length == 0) {
            throw new IllegalArgumentException("arm '" + data.arms().get(arm) + "' has no rows");
        }
        return rows;
    }

    /** The rows of an arm and of control, in their order. */
    static int[] pair(ExperimentData data, int arm) {
        return IntStream.range(0, data.rows())
                .filter(row -> data.arm(row) == 0 || data.arm(row) == arm)
                .toArray();
    }

    /** Which of some rows are of the arm. */
    static boolean[] isOf(ExperimentData data, int[] rows, int arm) {
        boolean[] is = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            is[i] = data.arm(rows[i]) == arm;
        }
        return is;
    }

    /** Features of one row. */
    static void copyRow(ExperimentData data, int row, double[] into) {
        for (int column = 0; column < into.length; column++) {
            into[column] = data.value(row, column);
        }
    }
}
