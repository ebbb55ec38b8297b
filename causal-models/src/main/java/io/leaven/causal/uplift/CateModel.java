package io.leaven.causal.uplift;

import java.util.Arrays;
import java.util.List;

/**
 * The conditional average treatment effect of each arm: CATE(x, arm) = E[outcome | x, arm] - E[outcome | x, control], in units of
 * the outcome. Scoring is pure Java, allocates nothing for a single row, and is safe for use by several threads.
 */
public interface CateModel {

    /** Such as {@code uplift-20261123T101500.123Z}. */
    String version();

    /** The names of the columns of a row, in order; the labels of {@code StateFeature} for models of the stream. */
    List<String> features();

    /** The treatments that the model knows, without the control. */
    List<String> arms();

    /**
     * The effect of one arm on one row.
     *
     * @param row one value for each of {@link #features}, NaN where missing
     * @throws IllegalArgumentException if the arm is not among {@link #arms} or the row is of another width
     */
    double cate(double[] row, String arm);

    /**
     * The effects of all arms on many rows; each equals what {@link #cate} gives for it, and control is scored once for all arms.
     *
     * @param rows row-major, {@code count x features}
     * @return {@code [arm][row]}, arms in the order of {@link #arms}
     * @throws IllegalArgumentException if the rows are not whole
     */
    double[][] cates(double[] rows);

    /** Whether the model says how sure it is. */
    default boolean hasStandardErrors() {
        return false;
    }

    /**
     * The standard error of {@link #cate}: how far it would move if the experiment were repeated with other customers. It tells
     * nothing of what shallow trees smooth over. NaN if the model carries none.
     */
    default double standardError(double[] row, String arm) {
        return Double.NaN;
    }

    /** The standard errors for many rows, shaped as {@link #cates}; NaN if the model carries none. */
    default double[][] standardErrors(double[] rows) {
        double[][] unknown = new double[arms().size()][rows.length / features().size()];
        for (double[] ofArm : unknown) {
            Arrays.fill(ofArm, Double.NaN);
        }
        return unknown;
    }

    /**
     * A cautious effect: {@code cate + z x standard error}. The lower bound at probability q takes the standard normal's quantile
     * of q for z ({@link StandardNormal#quantile}); 0 gives the effect itself, also of a model without standard errors.
     */
    default double bound(double[] row, String arm, double z) {
        return z == 0 ? cate(row, arm) : cate(row, arm) + z * standardError(row, arm);
    }
}
