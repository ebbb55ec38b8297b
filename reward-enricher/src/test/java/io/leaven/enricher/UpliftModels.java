package io.leaven.enricher;

import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.LearnerSettings;
import io.leaven.causal.uplift.TLearner;
import io.leaven.schemas.feature.StateFeature;
import java.util.List;

/** Small uplift models, fitted to a made-up experiment. */
public final class UpliftModels {

    public static final LearnerSettings LEARNER = LearnerSettings.of(BoostingSettings.SHALLOW.withMinChildWeight(1));

    private UpliftModels() {}

    public static CateModel fit(String version, StateFeature... features) {
        return fitted(
                version, List.of(features).stream().map(StateFeature::label).toList());
    }

    public static CateModel fitted(String version, List<String> features) {
        return new TLearner(LEARNER).fit(data(features), version, arm -> {});
    }

    /** The large discount adds 4 dollars where the first feature is 0 and nothing where it is 1. */
    public static ExperimentData data(List<String> features) {
        ExperimentData.Builder data = new ExperimentData.Builder(features, "none");
        for (int i = 0; i < 400; i++) {
            double[] row = new double[features.size()];
            row[0] = i % 2;
            boolean large = i / 2 % 2 == 0;
            data.add("c" + i, large ? "large" : "none", row, large && row[0] == 0 ? 5 : 1);
        }
        return data.build();
    }
}
