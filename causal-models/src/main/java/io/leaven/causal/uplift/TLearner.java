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
 *
 * <p>A leaf rests on the settings' child weight of rows, or on a share of the rows that its tree sees if those are fewer: a floor
 * in rows alone, right for large experiments, leaves small ones without a split.
 */
public final class TLearner implements UpliftLearner {

    public static final String NAME = "t-learner";

    /** Small enough to set a tenth of the customers apart. */
    public static final double MIN_CHILD_SHARE = .04;

    private final BoostingSettings settings;
    private final double minChildShare;

    /** A learner with {@link #MIN_CHILD_SHARE}. */
    public TLearner(BoostingSettings settings) {
        this(settings, MIN_CHILD_SHARE);
    }

    /** @param minChildShare a leaf never has to rest on a larger share of its tree's rows, 0 to 1; 1 leaves the child weight as it is */
    public TLearner(BoostingSettings settings, double minChildShare) {
        if (!(minChildShare >= 0 && minChildShare <= 1)) {
            throw new IllegalArgumentException("minChildShare is " + minChildShare + " but must be from 0 to 1");
        }
        this.settings = settings;
        this.minChildShare = minChildShare;
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
        return new ArmModel(name, rows.length, List.of(trees(rows.length).train(x, columns, y)));
    }

    private BoostedTrees trees(int rows) {
        double floor = Math.min(settings.minChildWeight(), minChildShare * settings.subsample() * rows);
        return new BoostedTrees(settings.withMinChildWeight(floor));
    }
}
