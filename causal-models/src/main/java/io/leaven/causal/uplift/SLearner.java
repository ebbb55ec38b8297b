package io.leaven.causal.uplift;

import io.leaven.causal.boosting.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One model of the outcome for all arms, which sees the arm as further columns (Kuenzel et al. 2019): CATE(x, arm) = mu(x, arm) -
 * mu(x, control). Shares what arms have in common, and draws effects towards 0 where trees have no reason to ask for the arm.
 */
public final class SLearner implements UpliftLearner {

    public static final String NAME = "s-learner";

    private final TreeFitter trees;

    public SLearner(LearnerSettings settings) {
        this.trees = new TreeFitter(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TreeCateModel fit(ExperimentData data, String version, Consumer<String> fitted) {
        long[] rows = new long[data.arms().size()];
        for (int arm = 0; arm < rows.length; arm++) {
            rows[arm] = Arms.rowsOf(data, arm).length;
        }
        TreeEnsemble whole = trees.fitWithArms(
                data, IntStream.range(0, data.rows()).toArray(), data::outcome, TreeFitter.objective(data));
        data.arms().forEach(fitted);
        return model(version, data.features(), data.arms(), rows, List.of(whole), List.of());
    }

    /**
     * The model of trees that see the arm: for each arm they are cut down to what is left when the arm is known.
     *
     * @param arms control first
     * @param rows of each of them
     * @param whole trees that see the features and a column for each treatment
     */
    public static TreeCateModel model(
            String version,
            List<String> features,
            List<String> arms,
            long[] rows,
            List<TreeEnsemble> whole,
            List<Category> categories) {
        ArmModel control = given(arms, 0, rows[0], whole);
        List<TreeCateModel.Arm> treatments = new ArrayList<>();
        for (int arm = 1; arm < arms.size(); arm++) {
            ArmModel treated = given(arms, arm, rows[arm], whole);
            treatments.add(new TreeCateModel.Arm(
                    treated.name(), treated.rows(), new ArmEffect.Difference(treated, control), null));
        }
        return new TreeCateModel(version, NAME, features, arms.get(0), rows[0], treatments, categories);
    }

    private static ArmModel given(List<String> arms, int arm, long rows, List<TreeEnsemble> whole) {
        double[] columns = new double[arms.size() - 1];
        if (arm > 0) {
            columns[arm - 1] = 1;
        }
        return new ArmModel(
                arms.get(arm),
                rows,
                whole.stream().map(trees -> trees.given(columns)).toList());
    }
}
