package io.leaven.causal.uplift;

import java.util.List;

/**
 * A row's unbiased if noisy estimate of its own effect, the score of augmented inverse propensity weighting (Robins, Rotnitzky
 * and Zhao 1994): psi = mu_arm(x) - mu_control(x) + (Y - mu_arm(x)) / e for treated rows, - (Y - mu_control(x)) / (1 - e) for
 * untreated ones. Its mean is the average effect if either the outcome models or the propensities are right.
 */
final class DoublyRobustScores {

    private DoublyRobustScores() {}

    /**
     * The scores of rows that the models did not see.
     *
     * @param rows of the arm and of control
     * @param outcome models of the outcome, by arm
     * @param share trees for the propensity; not asked where propensities are given
     * @param into by row of the data
     */
    static void score(
            ExperimentData data,
            int[] rows,
            int arm,
            List<ArmModel> outcome,
            Propensity propensity,
            ArmModel share,
            double[] into) {
        double[] x = new double[data.features().size()];
        for (int row : rows) {
            Arms.copyRow(data, row, x);
            double treated = outcome.get(arm).expected(x);
            double untreated = outcome.get(0).expected(x);
            double e = propensity.of(data, row, arm, share, x);
            double y = data.outcome(row);
            into[row] = treated - untreated + (data.arm(row) == arm ? (y - treated) / e : -(y - untreated) / (1 - e));
        }
    }
}
