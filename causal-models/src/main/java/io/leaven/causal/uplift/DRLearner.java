package io.leaven.causal.uplift;

import io.leaven.causal.boosting.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Kennedy 2023, "Towards optimal doubly robust estimation of heterogeneous causal effects": trees grown on the rows' doubly robust
 * scores ({@link DoublyRobustScores}), each computed by models that did not see the row's unit (cross-fitting). Right where either
 * outcomes or propensities are modelled well, so the choice for data that was not randomised; elsewhere its scores are noisier
 * than a T-learner's outcomes.
 */
public final class DRLearner implements UpliftLearner {

    public static final String NAME = "dr-learner";

    private static final long SALT = 0xf01d5L;

    private final LearnerSettings settings;
    private final TreeFitter trees;
    private final Propensity propensity;

    public DRLearner(LearnerSettings settings) {
        this.settings = settings;
        this.trees = new TreeFitter(settings);
        this.propensity = new Propensity(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TreeCateModel fit(ExperimentData data, String version, Consumer<String> fitted) {
        double[][] scores = crossFitted(data);
        fitted.accept(data.arms().get(0));
        List<TreeCateModel.Arm> arms = new ArrayList<>();
        for (int arm = 1; arm < data.arms().size(); arm++) {
            double[] ofArm = scores[arm];
            String name = data.arms().get(arm);
            int[] pair = Arms.pair(data, arm);
            ArmModel effect = new ArmModel(
                    name, pair.length, List.of(trees.fit(data, pair, row -> ofArm[row], Objective.SQUARED_ERROR)));
            arms.add(new TreeCateModel.Arm(name, Arms.rowsOf(data, arm).length, new ArmEffect.Direct(effect), null));
            fitted.accept(name);
        }
        return new TreeCateModel(
                version, NAME, data.features(), data.arms().get(0), Arms.rowsOf(data, 0).length, arms, List.of());
    }

    /** By arm and row; only rows of the arm and of control have a score. */
    double[][] crossFitted(ExperimentData data) {
        double[][] scores = new double[data.arms().size()][data.rows()];
        for (int fold = 0; fold < settings.folds(); fold++) {
            int left = fold;
            ExperimentData others = data.where(row -> fold(data, row) != left);
            List<ArmModel> outcome = TLearner.outcomeModels(trees, others, arm -> {});
            for (int arm = 1; arm < data.arms().size(); arm++) {
                int[] rows = Arrays.stream(Arms.pair(data, arm))
                        .filter(row -> fold(data, row) == left)
                        .toArray();
                ArmModel share = data.hasPropensities() ? null : propensity.fit(others, arm, Arms.pair(others, arm));
                DoublyRobustScores.score(data, rows, arm, outcome, propensity, share, scores[arm]);
            }
        }
        return scores;
    }

    private int fold(ExperimentData data, int row) {
        long hash = UnitHash.mix(data.unit(row) ^ UnitHash.mix(settings.trees().seed() ^ SALT));
        return (int) Long.remainderUnsigned(hash, settings.folds());
    }
}
