package io.leaven.causal.uplift;

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
}
