package io.leaven.causal.uplift;

import io.leaven.causal.boosting.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Kuenzel et al. 2019: imputes for every row what the other side would have brought, Y - mu_control(x) for treated rows and
 * mu_arm(x) - Y for untreated ones, fits an effect to each of the two, and blends them by the propensity: e(x) tau_control(x) +
 * (1 - e(x)) tau_treated(x). Strong where one side is much larger. The side that a row's effect is imputed by never saw the row,
 * so nothing needs cross-fitting.
 */
public final class XLearner implements UpliftLearner {

    public static final String NAME = "x-learner";

    private final TreeFitter trees;
    private final Propensity propensity;

    public XLearner(LearnerSettings settings) {
        this.trees = new TreeFitter(settings);
        this.propensity = new Propensity(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TreeCateModel fit(ExperimentData data, String version, Consumer<String> fitted) {
        List<ArmModel> outcome = TLearner.outcomeModels(trees, data, arm -> {});
        double[] values = data.values();
        double[] untreated = outcome.get(0).expected(values, data.rows());
        fitted.accept(data.arms().get(0));
        int[] controlRows = Arms.rowsOf(data, 0);
        List<TreeCateModel.Arm> arms = new ArrayList<>();
        for (int arm = 1; arm < data.arms().size(); arm++) {
            double[] treated = outcome.get(arm).expected(values, data.rows());
            int[] armRows = Arms.rowsOf(data, arm);
            String name = data.arms().get(arm);
            ArmModel fromTreated = new ArmModel(
                    name,
                    armRows.length,
                    List.of(trees.fit(
                            data, armRows, row -> data.outcome(row) - untreated[row], Objective.SQUARED_ERROR)));
            ArmModel fromControl = new ArmModel(
                    name,
                    controlRows.length,
                    List.of(trees.fit(
                            data, controlRows, row -> treated[row] - data.outcome(row), Objective.SQUARED_ERROR)));
            ArmModel share = propensity.fit(data, arm, Arms.pair(data, arm));
            arms.add(new TreeCateModel.Arm(
                    name, armRows.length, new ArmEffect.Blend(fromTreated, fromControl, share), null));
            fitted.accept(name);
        }
        return new TreeCateModel(
                version, NAME, data.features(), data.arms().get(0), controlRows.length, arms, List.of());
    }
}
