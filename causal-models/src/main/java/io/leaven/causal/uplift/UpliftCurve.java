package io.leaven.causal.uplift;

import java.util.Arrays;
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
 * A ratio over no rows counts as 0. Packages make different numbers of these curves, hence the names below. Immutable.
 */
public final class UpliftCurve {

    /** Rows at each point, from 0 to all. */
    private final int[] rows;

    private final double[] qini;
    private final double[] gain;
    private final int treatedRows;
    /** The first point with rows of both sides. */
    private final int bothFrom;

    private final double perfectQini;
    private final double perfectGain;

    private UpliftCurve(Points drawn, double perfectQini, double perfectGain) {
        this.rows = drawn.rows;
        this.qini = drawn.qini;
        this.gain = drawn.gain;
        this.treatedRows = drawn.treatedRows;
        this.bothFrom = drawn.bothFrom;
        this.perfectQini = perfectQini;
        this.perfectGain = perfectGain;
    }

    /**
     * Draws the curves.
     *
     * @param score predicted effect of each row
     * @param treated which rows were treated; at least one and not all
     * @param outcome of each row
     */
    public static UpliftCurve of(double[] score, boolean[] treated, double[] outcome) {
        Points drawn = Points.draw(score, treated, outcome);
        double[] best = IntStream.range(0, score.length)
                .mapToDouble(row -> treated[row] ? outcome[row] : -outcome[row])
                .toArray();
        Points perfect = Points.draw(best, treated, outcome);
        Points perfectByUplift = isBinary(outcome)
                ? Points.draw(perfectOrderOfScikitUplift(treated, outcome), treated, outcome)
                : perfect;
        return new UpliftCurve(
                drawn, area(perfect.rows, perfect.qini), area(perfectByUplift.rows, perfectByUplift.gain));
    }

    /**
     * Qini coefficient as scikit-uplift normalises it ({@code qini_auc_score}): the area between the Qini curve and the straight
     * line to its end, divided by that of the perfect order, which takes treated rows from the highest outcome down and untreated
     * ones from the lowest up (by y for treated rows, by -y for untreated ones). 0 for a random order, 1 for the perfect one,
     * which knows the outcomes and is out of reach. The package asks for outcomes of 0 and 1; for others this is the same formula.
     * NaN if no order gains anything.
     */
    public double qini() {
        double random = randomArea(qini);
        return share(area(rows, qini) - random, perfectQini - random);
    }

    /**
     * The same area without the division, with Q in outcome per treated row (Q / N_T) and k as a share of the rows: in units of
     * the outcome.
     */
    public double qiniArea() {
        return (area(rows, qini) - randomArea(qini)) / treatedRows / last();
    }

    /**
     * AUUC as scikit-uplift normalises it ({@code uplift_auc_score}): as {@link #qini} with the uplift curve. For outcomes of 0 and
     * 1 the perfect order is the package's, which takes first the rows whose outcome agrees with their treatment; for others it
     * is that of {@link #qini}.
     */
    public double auuc() {
        double random = randomArea(gain);
        return share(area(rows, gain) - random, perfectGain - random);
    }

    /** AUUC without the division: area under the uplift curve, with U in outcome per row (U / N) and k as a share. Half the mean effect for a random order. */
    public double auucArea() {
        return area(rows, gain) / last() / last();
    }

    /**
     * AUUC as causalml normalises it ({@code auuc_score}): mean of U(k) / |U(N)| over k = 0 to N. A half for a random order. Before
     * the first row of either side the lift U(k) / k is interpolated from 0, as there; rows of equal score count along a line.
     */
    public double auucCausalml() {
        double lift = gain[bothFrom] / rows[bothFrom];
        double sum = 0;
        double before = 0;
        for (int k = 1; k <= rows[bothFrom - 1]; k++) {
            before = lift * k / rows[bothFrom] * k;
            sum += before;
        }
        for (int point = bothFrom; point < rows.length; point++) {
            int between = rows[point] - rows[point - 1];
            sum += between * before + (gain[point] - before) * (between + 1) / 2;
            before = gain[point];
        }
        return share(sum / (last() + 1), Math.abs(gain[gain.length - 1]));
    }

    /** The x of each point: shares of the rows, from 0 to 1. */
    public double[] shares() {
        return Arrays.stream(rows).mapToDouble(k -> (double) k / last()).toArray();
    }

    /** The Qini curve at {@link #shares}, in outcome per treated row. */
    public double[] qiniCurve() {
        return Arrays.stream(qini).map(q -> q / treatedRows).toArray();
    }

    private int last() {
        return rows[rows.length - 1];
    }

    private double randomArea(double[] curve) {
        return curve[curve.length - 1] * last() / 2;
    }

    private static double share(double of, double whole) {
        return whole == 0 ? Double.NaN : of / whole;
    }

    private static double area(int[] rows, double[] curve) {
        double area = 0;
        for (int i = 1; i < curve.length; i++) {
            area += (double) (rows[i] - rows[i - 1]) * (curve[i] + curve[i - 1]) / 2;
        }
        return area;
    }

    private static boolean isBinary(double[] outcome) {
        return Arrays.stream(outcome).allMatch(y -> y == 0 || y == 1);
    }

    /** 2 for rows whose outcome is their treatment, and 1 more for responders if control has more of them than the treated have others, else for treated rows. */
    private static double[] perfectOrderOfScikitUplift(boolean[] treated, double[] outcome) {
        int controlResponders = 0;
        int treatedOthers = 0;
        for (int row = 0; row < outcome.length; row++) {
            controlResponders += !treated[row] && outcome[row] == 1 ? 1 : 0;
            treatedOthers += treated[row] && outcome[row] == 0 ? 1 : 0;
        }
        boolean byOutcome = controlResponders > treatedOthers;
        double[] order = new double[outcome.length];
        for (int row = 0; row < order.length; row++) {
            double t = treated[row] ? 1 : 0;
            order[row] = (outcome[row] == t ? 2 : 0) + (byOutcome ? outcome[row] : t);
        }
        return order;
    }

    /** The curves of one order. */
    private record Points(int[] rows, double[] qini, double[] gain, int treatedRows, int bothFrom) {

        static Points draw(double[] score, boolean[] treated, double[] outcome) {
            int count = score.length;
            int[] order = Ranking.descending(score);
            int[] rows = new int[count + 1];
            double[] qini = new double[count + 1];
            double[] gain = new double[count + 1];
            int points = 1;
            int bothFrom = 0;
            int treatedRows = 0;
            double treatedSum = 0;
            double controlSum = 0;
            for (int k = 1; k <= count; k++) {
                int row = order[k - 1];
                if (treated[row]) {
                    treatedRows++;
                    treatedSum += outcome[row];
                } else {
                    controlSum += outcome[row];
                }
                if (k == count || score[row] != score[order[k]]) {
                    int controlRows = k - treatedRows;
                    rows[points] = k;
                    qini[points] = treatedSum - ratio(controlSum * treatedRows, controlRows);
                    gain[points] = (ratio(treatedSum, treatedRows) - ratio(controlSum, controlRows)) * k;
                    bothFrom = bothFrom == 0 && treatedRows > 0 && controlRows > 0 ? points : bothFrom;
                    points++;
                }
            }
            if (treatedRows == 0 || treatedRows == count) {
                throw new IllegalArgumentException("a curve needs treated and untreated rows, not " + treatedRows
                        + " and " + (count - treatedRows));
            }
            return new Points(
                    Arrays.copyOf(rows, points),
                    Arrays.copyOf(qini, points),
                    Arrays.copyOf(gain, points),
                    treatedRows,
                    bothFrom);
        }

        private static double ratio(double sum, double rows) {
            return rows == 0 ? 0 : sum / rows;
        }
    }
}
