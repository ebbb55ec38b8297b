package io.leaven.causal.uplift;

import io.leaven.causal.boosting.BoostedTrees;
import io.leaven.causal.boosting.BoostingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One regression per arm and one for control, each on its own rows (Kuenzel et al. 2019, "Metalearners for estimating
 * heterogeneous treatment effects"). Fits any number of arms. Good where arms are large and of like size; the noise of two
 * models adds up in their difference, hence the shallow defaults of {@link BoostingSettings#SHALLOW}.
 */
public final class TLearner implements UpliftLearner {

    public static final String NAME = "t-learner";

    private final BoostedTrees trees;

    public TLearner(BoostingSettings settings) {
        this.trees = new BoostedTrees(settings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TLearnerModel fit(ExperimentData data, String version, Consumer<String> fitted) {
        List<ArmModel> models = new ArrayList<>();
        for (int arm = 0; arm < data.arms().size(); arm++) {
            models.add(fit(data, arm));
            fitted.accept(data.arms().get(arm));
        }
        return new TLearnerModel(version, data.features(), models.get(0), models.subList(1, models.size()));
    }

    private ArmModel fit(ExperimentData data, int arm) {
        String name = data.arms().get(arm);
        int[] rows = data.rowsOf(arm);
        if (rows.length == 0) {
            throw new IllegalArgumentException("arm '" + name + "' has no rows");
        }
        int columns = data.features().size();
        float[] x = new float[rows.length * columns];
        float[] y = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < columns; column++) {
                x[i * columns + column] = (float) data.value(rows[i], column);
            }
            y[i] = (float) data.outcome(rows[i]);
        }
        return new ArmModel(name, rows.length, List.of(trees.train(x, columns, y)));
    }
}
