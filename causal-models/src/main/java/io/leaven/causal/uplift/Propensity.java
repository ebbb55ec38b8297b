package io.leaven.causal.uplift;

import io.leaven.causal.boosting.Objective;
import io.leaven.causal.boosting.TreeEnsemble;
import java.util.List;

/**
 * How probable an arm was among arm and control: e(x) = P(arm | x, arm or control). As given with the rows, or else estimated by
 * logistic trees. Clipped to {@code [clip, 1 - clip]}.
 */
final class Propensity {

    private final TreeFitter trees;
    private final double clip;

    Propensity(LearnerSettings settings) {
        this.trees = new TreeFitter(settings);
        this.clip = settings.clip();
    }

    /** Trees for e(x). Where propensities are given they are grown on those, so that they serve for rows that come without. */
    ArmModel fit(ExperimentData data, int arm, int[] pair) {
        TreeEnsemble ensemble = trees.fit(
                data,
                pair,
                data.hasPropensities() ? row -> given(data, row, arm) : row -> data.arm(row) == arm ? 1 : 0,
                Objective.LOGISTIC);
        return new ArmModel(data.arms().get(arm), pair.length, List.of(ensemble));
    }

    /** e of a row: as given with it, or as estimated. */
    double of(ExperimentData data, int row, int arm, ArmModel estimated, double[] features) {
        return clipped(data.hasPropensities() ? given(data, row, arm) : estimated.expected(features));
    }

    static double given(ExperimentData data, int row, int arm) {
        double treated = data.propensity(row, arm);
        return treated / (treated + data.propensity(row, 0));
    }

    private double clipped(double e) {
        return Math.max(clip, Math.min(1 - clip, e));
    }
}
