package io.leaven.evaluation.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.generator.world.WorldProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuningStudyTest {

    @Test
    void theSameSeedTriesTheSameAndTheBaseIsAmongThem() {
        List<Map<String, String>> candidates = candidates(SearchSpace.of("dyna"), 1);

        assertThat(candidates).hasSize(6).doesNotHaveDuplicates().isEqualTo(candidates(SearchSpace.of("dyna"), 1));
        assertThat(candidates.get(0)).isEmpty();
        assertThat(candidates.subList(1, 6))
                .doesNotContainAnyElementsOf(
                        candidates(SearchSpace.of("dyna"), 2).subList(1, 6));
    }

    @Test
    void aSmallSpaceGivesWhatItHas() {
        SearchSpace two = SearchSpace.parse("trainer.gamma: {of: [.9, .95]}", "test");

        assertThat(candidates(two, 1))
                .containsExactlyInAnyOrder(Map.of(), Map.of("trainer.gamma", ".9"), Map.of("trainer.gamma", ".95"));
    }

    private static List<Map<String, String>> candidates(SearchSpace space, long seed) {
        PolicyStudy.Plan plan = new PolicyStudy.Plan(WorldProfile.named("paper"), 10, 5, 1, seed);
        return new TuningStudy(Recipe.preset("base", "dyna", 10), space, 5, plan).candidates();
    }
}
