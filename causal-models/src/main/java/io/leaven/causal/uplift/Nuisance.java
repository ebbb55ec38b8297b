package io.leaven.causal.uplift;

import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluation needs beside the effects: how outcomes and arms depend on features, as learned from the rows that the judged
 * model was fitted on. For held-out rows that is cross-fitting. Safe for use by several threads.
 */
public final class Nuisance {

    private final List<ArmModel> outcome;
    private final Propensity propensity;
    /** By arm less one; empty where propensities are given. */
    private final List<ArmModel> shares;

    private Nuisance(List<ArmModel> outcome, Propensity propensity, List<ArmModel> shares) {
        this.outcome = outcome;
        this.propensity = propensity;
        this.shares = shares;
    }

    /**
     * Learns from training rows.
     *
     * @param settings of the trees; they stop early where they are told to be patient
     */
    public static Nuisance fit(ExperimentData train, LearnerSettings settings) {
        Propensity propensity = new Propensity(settings);
        List<ArmModel> shares = new ArrayList<>();
        for (int arm = 1; arm < train.arms().size() && !train.hasPropensities(); arm++) {
            shares.add(propensity.fit(train, arm, Arms.pair(train, arm)));
        }
        return new Nuisance(TLearner.outcomeModels(new TreeFitter(settings), train, arm -> {}), propensity, shares);
    }

    /** What each row is expected to bring without treatment. */
    double[] untreated(ExperimentData rows) {
        return outcome.get(0).expected(rows.values(), rows.rows());
    }

    /** The doubly robust score of each of the rows, which are of the arm or of control. */
    double[] scores(ExperimentData data, int[] rows, int arm) {
        double[] byRow = new double[data.rows()];
        DoublyRobustScores.score(data, rows, arm, outcome, propensity, share(arm), byRow);
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = byRow[rows[i]];
        }
        return scores;
    }

    /** How probable the arm was for each of the rows, among arm and control. */
    double[] propensities(ExperimentData data, int[] rows, int arm) {
        double[] x = new double[data.features().size()];
        double[] probable = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            Arms.copyRow(data, rows[i], x);
            probable[i] = propensity.of(data, rows[i], arm, share(arm), x);
        }
        return probable;
    }

    private ArmModel share(int arm) {
        return shares.isEmpty() ? null : shares.get(arm - 1);
    }
}
