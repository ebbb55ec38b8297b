package io.leaven.causal.uplift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/** Judges a {@link CateModel} by a randomised experiment: each arm's rows against the rows of control. */
public final class UpliftEvaluation {

    private static final int DECILES = 10;

    private UpliftEvaluation() {}

    /**
     * Evaluates every arm of the model.
     *
     * @param heldOut rows that the model was not fitted on, with the model's features and arms
     * @throws IllegalArgumentException if features differ, or an arm or control has no rows
     */
    public static List<ArmEvaluation> evaluate(CateModel model, ExperimentData heldOut) {
        if (!model.features().equals(heldOut.features())) {
            throw new IllegalArgumentException(
                    "the model sees " + model.features() + ", the rows hold " + heldOut.features());
        }
        double[][] cates = model.cates(heldOut.values());
        List<ArmEvaluation> evaluations = new ArrayList<>();
        for (int arm = 0; arm < cates.length; arm++) {
            evaluations.add(evaluate(model.arms().get(arm), cates[arm], heldOut));
        }
        return evaluations;
    }

    private static ArmEvaluation evaluate(String arm, double[] cateOfRow, ExperimentData data) {
        int index = data.arms().indexOf(arm);
        int[] rows = IntStream.range(0, data.rows())
                .filter(row -> data.arm(row) == 0 || data.arm(row) == index)
                .toArray();
        double[] cate = Arrays.stream(rows).mapToDouble(row -> cateOfRow[row]).toArray();
        double[] outcome = Arrays.stream(rows).mapToDouble(data::outcome).toArray();
        boolean[] treated = new boolean[rows.length];
        int treatedRows = 0;
        for (int i = 0; i < rows.length; i++) {
            treated[i] = data.arm(rows[i]) == index;
            treatedRows += treated[i] ? 1 : 0;
        }
        if (treatedRows == 0 || treatedRows == rows.length) {
            throw new IllegalArgumentException("arm '" + arm + "' cannot be judged by " + treatedRows
                    + " rows of its own and " + (rows.length - treatedRows) + " of control");
        }
        UpliftCurve curve = UpliftCurve.of(cate, treated, outcome);
        int[] all = IntStream.range(0, rows.length).toArray();
        return new ArmEvaluation(
                arm,
                treatedRows,
                rows.length - treatedRows,
                difference(all, treated, outcome),
                Arrays.stream(cate).average().orElseThrow(),
                curve.qini(),
                curve.auuc(),
                deciles(cate, treated, outcome));
    }

    private static List<UpliftDecile> deciles(double[] cate, boolean[] treated, double[] outcome) {
        int[] order = IntStream.range(0, cate.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -cate[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<UpliftDecile> deciles = new ArrayList<>();
        for (int decile = 0; decile < DECILES; decile++) {
            int[] rows = Arrays.copyOfRange(order, boundary(decile, order), boundary(decile + 1, order));
            double predicted =
                    Arrays.stream(rows).mapToDouble(row -> cate[row]).average().orElse(Double.NaN);
            deciles.add(new UpliftDecile(decile + 1, rows.length, predicted, difference(rows, treated, outcome)));
        }
        return deciles;
    }

    private static int boundary(int decile, int[] order) {
        return (int) ((long) order.length * decile / DECILES);
    }

    private static Estimate difference(int[] rows, boolean[] treated, double[] outcome) {
        StreamingStatistics with = new StreamingStatistics();
        StreamingStatistics without = new StreamingStatistics();
        for (int row : rows) {
            (treated[row] ? with : without).addValue(outcome[row]);
        }
        return Estimate.differenceInMeans(with, without);
    }
}
