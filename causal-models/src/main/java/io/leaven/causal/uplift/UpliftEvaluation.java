package io.leaven.causal.uplift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/** Judges a {@link CateModel} by an experiment that it was not fitted on: each arm's rows against the rows of control. */
public final class UpliftEvaluation {

    private static final int DECILES = 10;

    /** Of {@link ArmEvaluation#upliftAt30}. */
    private static final double TOP = .3;

    private UpliftEvaluation() {}

    /**
     * Evaluates every arm of the model.
     *
     * @param nuisance learned from rows that are not among these, either
     * @param heldOut rows that the model was not fitted on, with the model's features and arms
     * @param all rows whose balance is checked: these, and those that the model was fitted on
     * @throws IllegalArgumentException if features differ, or an arm or control has no rows
     */
    public static List<ArmEvaluation> evaluate(
            CateModel model, Nuisance nuisance, ExperimentData heldOut, ExperimentData all) {
        if (!model.features().equals(heldOut.features())) {
            throw new IllegalArgumentException(
                    "the model sees " + model.features() + ", the rows hold " + heldOut.features());
        }
        double[][] cates = model.cates(heldOut.values());
        double[] untreated = nuisance.untreated(heldOut);
        List<ArmEvaluation> evaluations = new ArrayList<>();
        for (int arm = 0; arm < cates.length; arm++) {
            evaluations.add(evaluate(model.arms().get(arm), cates[arm], untreated, nuisance, heldOut, all));
        }
        return evaluations;
    }

    private static ArmEvaluation evaluate(
            String arm,
            double[] cateOfRow,
            double[] untreated,
            Nuisance nuisance,
            ExperimentData data,
            ExperimentData all) {
        int index = data.arms().indexOf(arm);
        int[] rows = Arms.pair(data, index);
        boolean[] treated = Arms.isOf(data, rows, index);
        StreamingStatistics control = new StreamingStatistics();
        for (int i = 0; i < rows.length; i++) {
            if (!treated[i]) {
                control.addValue(data.outcome(rows[i]));
            }
        }
        int treatedRows = rows.length - (int) control.getN();
        if (index < 0 || treatedRows == 0 || treatedRows == rows.length) {
            throw new IllegalArgumentException("arm '" + arm + "' cannot be judged by " + treatedRows
                    + " rows of its own and " + control.getN() + " of control");
        }
        double[] cate = Arrays.stream(rows).mapToDouble(row -> cateOfRow[row]).toArray();
        double[] outcome = Arrays.stream(rows).mapToDouble(data::outcome).toArray();
        Judged judged = new Judged(cate, treated, outcome, nuisance.scores(data, rows, index));
        int[] order = Ranking.descending(cate);
        int[] top = Arrays.copyOf(order, (int) (TOP * order.length));
        return new ArmEvaluation(
                arm,
                treatedRows,
                rows.length - treatedRows,
                judged.difference(order),
                judged.doublyRobust(order),
                Arrays.stream(cate).average().orElseThrow(),
                UpliftCurve.of(cate, treated, outcome),
                judged.difference(top),
                judged.deciles(order),
                judged.heterogeneity(order),
                balance(all, index, data.hasPropensities() ? null : nuisance.propensities(data, rows, index), treated),
                Personas.of(cateOfRow, untreated, control.getMean(), control.getStandardDeviation(), data.isBinary()));
    }

    /** Means are compared over all rows, propensities where they were not learned; null if they were given. */
    private static ArmBalance balance(ExperimentData all, int arm, double[] propensities, boolean[] treated) {
        int[] rows = Arms.pair(all, arm);
        BalanceCheck check = new BalanceCheck(all, rows, Arms.isOf(all, rows, arm));
        return new ArmBalance(
                check.features(),
                check.pValueOfMeans(),
                propensities == null ? Double.NaN : BalanceCheck.pValueOfPropensity(propensities, treated),
                propensities == null);
    }

    /** Rows of one arm and of control, in parallel arrays. */
    private record Judged(double[] cate, boolean[] treated, double[] outcome, double[] scores) {

        Estimate difference(int[] rows) {
            StreamingStatistics with = new StreamingStatistics();
            StreamingStatistics without = new StreamingStatistics();
            for (int row : rows) {
                (treated[row] ? with : without).addValue(outcome[row]);
            }
            return Estimate.differenceInMeans(with, without);
        }

        Estimate doublyRobust(int[] rows) {
            return Estimate.mean(statistics(rows));
        }

        private StreamingStatistics statistics(int[] rows) {
            StreamingStatistics statistics = new StreamingStatistics();
            for (int row : rows) {
                statistics.addValue(scores[row]);
            }
            return statistics;
        }

        List<UpliftDecile> deciles(int[] order) {
            List<UpliftDecile> deciles = new ArrayList<>();
            for (int decile = 0; decile < DECILES; decile++) {
                int[] rows = tenth(order, decile);
                double predicted = Arrays.stream(rows)
                        .mapToDouble(row -> cate[row])
                        .average()
                        .orElse(Double.NaN);
                deciles.add(new UpliftDecile(decile + 1, rows.length, predicted, difference(rows), doublyRobust(rows)));
            }
            return deciles;
        }

        Heterogeneity heterogeneity(int[] order) {
            return new Heterogeneity(
                    Heterogeneity.slope(cate, scores),
                    Estimate.differenceInMeans(statistics(tenth(order, 0)), statistics(tenth(order, DECILES - 1))));
        }

        private static int[] tenth(int[] order, int decile) {
            return Arrays.copyOfRange(order, boundary(decile, order), boundary(decile + 1, order));
        }

        private static int boundary(int decile, int[] order) {
            return (int) ((long) order.length * decile / DECILES);
        }
    }
}
