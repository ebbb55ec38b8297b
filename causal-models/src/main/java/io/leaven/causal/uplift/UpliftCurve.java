package io.leaven.causal.uplift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How much outcome is gained by treating rows from the highest score down. Points lie where the score changes, so rows of equal
 * score are treated together and the order among them plays no part; between points the curves are straight.
 *
 * <p>Of N rows, N_T of them treated, the first k hold n_T treated rows with outcome sum Y_T and n_C untreated ones with Y_C:
 *
 * <ul>
 *   <li>Qini curve (Radcliffe 2007; scikit-uplift's {@code qini_curve}): Q(k) = Y_T - Y_C n_T / n_C.
 *   <li>Uplift curve (scikit-uplift's {@code uplift_curve}, causalml's cumulative gain): U(k) = (Y_T / n_T - Y_C / n_C) k.
 * </ul>
 *
 * A ratio over no rows counts as 0. Immutable.
 */
public final class UpliftCurve {

    /** Shares of the rows, from 0 to 1. */
    private final double[] share;

    private final double[] qini;
    private final double[] gain;

    private UpliftCurve(double[] share, double[] qini, double[] gain) {
        this.share = share;
        this.qini = qini;
        this.gain = gain;
    }

    /**
     * Draws the curves.
     *
     * @param score predicted effect of each row
     * @param treated which rows were treated; at least one and not all
     * @param outcome of each row
     */
    public static UpliftCurve of(double[] score, boolean[] treated, double[] outcome) {
        int rows = score.length;
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -score[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] share = new double[rows + 1];
        double[] qini = new double[rows + 1];
        double[] gain = new double[rows + 1];
        int points = 1;
        double treatedRows = 0;
        double treatedSum = 0;
        double controlRows = 0;
        double controlSum = 0;
        for (int k = 1; k <= rows; k++) {
            int row = order[k - 1];
            if (treated[row]) {
                treatedRows++;
                treatedSum += outcome[row];
            } else {
                controlRows++;
                controlSum += outcome[row];
            }
            if (k == rows || score[row] != score[order[k]]) {
                share[points] = (double) k / rows;
                qini[points] = treatedSum - ratio(controlSum * treatedRows, controlRows);
                gain[points] = (ratio(treatedSum, treatedRows) - ratio(controlSum, controlRows)) * k / rows;
                points++;
            }
        }
        if (treatedRows == 0 || controlRows == 0) {
            throw new IllegalArgumentException(
                    "a curve needs treated and untreated rows, not " + (int) treatedRows + " and " + (int) controlRows);
        }
        for (int point = 0; point < points; point++) {
            qini[point] /= treatedRows;
        }
        return new UpliftCurve(Arrays.copyOf(share, points), Arrays.copyOf(qini, points), Arrays.copyOf(gain, points));
    }

    /**
     * Qini coefficient: area between the Qini curve and the straight line to its end (treating at random), with Q in outcome per
     * treated row (Q / N_T) and k as a share of the rows. 0 for a random order; not divided by the area of a perfect order,
     * which is defined for binary outcomes only.
     */
    public double qini() {
        return area(qini) - qini[qini.length - 1] / 2;
    }

    /** AUUC: area under the uplift curve, with U in outcome per row (U / N) and k as a share. Half the mean effect for a random order. */
    public double auuc() {
        return area(gain);
    }

    private double area(double[] curve) {
        double area = 0;
        for (int i = 1; i < curve.length; i++) {
            area += (share[i] - share[i - 1]) * (curve[i] + curve[i - 1]) / 2;
        }
        return area;
    }

    private static double ratio(double sum, double rows) {
        return rows == 0 ? 0 : sum / rows;
    }
}
