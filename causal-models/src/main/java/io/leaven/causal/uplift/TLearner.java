package io.leaven.causal.uplift;

import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.boosting.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One model of the outcome per arm and one for control, each on its own rows (Kuenzel et al. 2019, "Metalearners for estimating
 * heterogeneous treatment effects"). Fits any number of arms; an outcome of 0 and 1 by logistic trees. Good where arms are large
 * and of like size; the noise of two models adds up in their difference, hence the shallow defaults of
 * {@link BoostingSettings#SHALLOW}.
 */
public final class TLearner implements UpliftLearner {

    public static final String NAME = "t-learner";

    private final TreeFitter trees;

    /** A learner with the defaults around some trees. */
    public TLearner(BoostingSettings trees) {
        this(LearnerSettings.of(trees));
    }

    public TLearner(LearnerSettings settings) {
        this.trees = new TreeFitter(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TreeCateModel fit(ExperimentData data, String version, Consumer<String> fitted) {
        List<ArmModel> models = outcomeModels(trees, data, fitted);
        List<TreeCateModel.Arm> arms = new ArrayList<>();
        for (ArmModel treated : models.subList(1, models.size())) {
            arms.add(new TreeCateModel.Arm(
                    treated.name(), treated.rows(), new ArmEffect.Difference(treated, models.get(0)), null));
        }
        return new TreeCateModel(
                version,
                NAME,
                data.features(),
                data.arms().get(0),
                models.get(0).rows(),
                arms,
                List.of());
    }

    /** What is expected of each arm, control first. */
    static List<ArmModel> outcomeModels(TreeFitter trees, ExperimentData data, Consumer<String> fitted) {
        Objective objective = TreeFitter.objective(data);
        List<ArmModel> models = new ArrayList<>();
        for (int arm = 0; arm < data.arms().size(); arm++) {
            int[] rows = Arms.rowsOf(data, arm);
            String name = data.arms().get(arm);
            models.add(new ArmModel(name, rows.length, List.of(trees.fit(data, rows, data::outcome, objective))));
            fitted.accept(name);
        }
        return models;
    }
}
