package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.feature.StateFeature;
import java.util.List;
import org.junit.jupiter.api.Test;

class TierFeaturesTest {

    private static final List<StateFeature> STATE = List.of(
            StateFeature.TIER_NONE,
            StateFeature.TIER_BRONZE,
            StateFeature.TIER_SILVER,
            StateFeature.TIER_GOLD,
            StateFeature.AGE);

    /** Ages 20 and 60: mean 40, standard deviation 20. */
    private static final LoggedCustomers LOG = LoggedCustomers.builder(5, 2)
            .step(new float[] {1, 0, 0, 0, 20}, -1, 0, .5, 0, 1)
            .end(new float[] {0, 0, 0, 1, 60}, -1, true)
            .build();

    @Test
    void eachTierHasAModelOfItsOwnWithSquaresThatNoActionChangesTheWeightOf() {
        TierFeatures features = new TierFeatures(LOG, STATE);
        double[] silver = new double[features.size()];
        features.write(new float[] {9, 0, 0, 1, 0, 50}, 1, silver);

        assertThat(silver).containsExactly(0, 0, 0, 0, 10, .5, 0, 0, 0, 0, .25, 0);
        assertThat(features.ofActions()).isEqualTo(8);
    }

    @Test
    void aStateWithoutTiersIsRefused() {
        assertThatThrownBy(() -> new TierFeatures(LOG, List.of(StateFeature.AGE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 numbers");
    }
}
