package io.leaven.evaluation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.enricher.reward.RewardPreset;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.world.WorldProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels of issue 4; rows without learning by the specification's table (2,000 customers x 5 seeds). */
class PolicyStudyTest {

    private static final PolicyStudy.Recipe DYNA =
            new PolicyStudy.Recipe("dyna", LoggingPolicy.VARIED, RewardPreset.CAUSAL, Map.of("trainer.preset", "dyna"));

    /** An agent that plans on a wrong future, or learns nothing, ends near the greedy .772 or below. */
    @Test
    void ourAgentComesNearTheOracleFromALogOf500Customers(@TempDir Path folder) throws Exception {
        PolicyStudy study = new PolicyStudy(new PolicyStudy.Plan(WorldProfile.named("realistic"), 500, 2_000, 50, 1));

        List<PolicyRow> rows = study.run(List.of(DYNA), part -> {});

        Map<String, PolicyRow> byName = rows.stream().collect(Collectors.toMap(PolicyRow::name, row -> row));
        assertThat(byName.get(PolicyStudy.NONE).score()).isZero();
        assertThat(byName.get(PolicyStudy.ORACLE).score()).isEqualTo(1);
        assertThat(byName.get("greedy uplift - cost").score()).isCloseTo(.772, within(.05));
        assertThat(byName.get("uniform random").score()).isCloseTo(-.143, within(.05));
        assertThat(byName.get("dyna").score()).isGreaterThan(.86);
        StudyReport report = new StudyReport("study", rows);
        report.write(folder);
        assertThat(Files.readAllLines(folder.resolve("study.csv"))).hasSize(rows.size() + 1);
        assertThat(folder.resolve("study.png")).isNotEmptyFile();
        assertThat(report.json()).contains("\"goldEnd\"").contains("\"messagesPerGoldStep\"");
        assertThat(report.table()).contains("greedy uplift - cost");
    }

    @Test
    void theSamePlanGivesTheSameNumbers() {
        PolicyStudy study = new PolicyStudy(new PolicyStudy.Plan(WorldProfile.named("paper"), 60, 100, 20, 1));
        PolicyStudy.Recipe small = new PolicyStudy.Recipe(
                "small",
                LoggingPolicy.VARIED,
                RewardPreset.CAUSAL,
                Map.of("trainer.preset", "dyna", "trainer.dyna.updates", "50", "trainer.dyna.customers", "100"));
        assertThat(study.run(List.of(small), part -> {})).isEqualTo(study.run(List.of(small), part -> {}));
    }
}
