package io.leaven.evaluation.bakery;

import io.leaven.schemas.feature.StateFeature;
import java.util.List;

/** Which data an uplift model is fitted to, and so whether it tells cause from habit. */
public enum UpliftOrigin {
    /** The randomised experiment: who got what was drawn by lot. */
    EXPERIMENT(StateFeature.PAPER),
    /**
     * What the bakery did before, by who its customers are: those who got a promotion against those who did not. Promotions went by tier,
     * which is not among the features, so a large discount gets the credit for what gold customers buy anyway.
     */
    HISTORIC_LOG(List.of(StateFeature.AGE, StateFeature.GENDER, StateFeature.DISTANCE)),
    /** The same log with the tier among the features: all that the historic decisions went by is known. */
    HISTORIC_LOG_KNOWING_TIER(StateFeature.PAPER);

    private final List<StateFeature> features;

    UpliftOrigin(List<StateFeature> features) {
        this.features = features;
    }

    List<StateFeature> features() {
        return features;
    }
}
