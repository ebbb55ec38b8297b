package io.leaven.causal.uplift;

import io.leaven.app.SideBySide;
import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.boosting.Objective;
import io.leaven.causal.boosting.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

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

    /** What is expected of each arm, control first. Arms are fitted side by side. */
    static List<ArmModel> outcomeModels(TreeFitter trees, ExperimentData data, Consumer<String> fitted) {
        Objective objective = TreeFitter.objective(data);
        List<int[]> rows = IntStream.range(0, data.arms().size())
                .mapToObj(arm -> Arms.rowsOf(data, arm))
                .toList();
        return SideBySide.onAllProcessors("leaven-uplift")
                .map(
                        rows.size(),
                        arm -> {
                            int[] own = rows.get(arm);
                            TreeEnsemble mean = trees.fit(data, own, data::outcome, objective);
                            return new ArmModel(data.arms().get(arm), own.length, List.of(mean));
                        },
                        model -> fitted.accept(model.name()));
    }
}
