package io.leaven.evaluation.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.enricher.reward.RewardWeights;
import io.leaven.evaluation.bakery.UpliftOrigin;
import io.leaven.evaluation.policy.Recipe;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Weights by WORLD.md, "Reward": tiers 15, 5, -15; message and discount costs 1 and .50 with costs, else 0. */
class RewardVariantsTest {

    private final Map<String, Recipe> byName = new RewardVariants(Recipe.preset("agent", "dyna", 10), List.of(1.0, 3.0))
            .recipes().stream().collect(Collectors.toMap(Recipe::name, recipe -> recipe));

    @Test
    void rewardsDifferInTheirBonusAndTheirCostsAlone() {
        assertThat(byName).hasSize(14);
        assertThat(byName.get("causal x3").reward()).isEqualTo(new RewardWeights(1, 3, 15, 5, -15, 1, .5, 0, .5));
        assertThat(byName.get("causal x1, no costs").reward())
                .isEqualTo(new RewardWeights(1, 1, 15, 5, -15, 0, 0, 0, .5));
        assertThat(byName.get("plain ticket").reward()).isEqualTo(new RewardWeights(1, 0, 15, 5, -15, 1, .5, 0, .5));
        assertThat(byName.values())
                .allSatisfy(recipe -> assertThat(recipe.settings()).isEqualTo(Map.of("trainer.preset", "dyna")));
    }

    @Test
    void theBonusComesFromWhereTheNameSays() {
        assertThat(byName.get("causal x1").uplift()).isEqualTo(UpliftOrigin.EXPERIMENT);
        assertThat(byName.get("correlational x1").uplift()).isEqualTo(UpliftOrigin.HISTORIC_LOG);
        assertThat(byName.get("log knowing tier x3, no costs").uplift())
                .isEqualTo(UpliftOrigin.HISTORIC_LOG_KNOWING_TIER);
    }
}
