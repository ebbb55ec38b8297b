package io.leaven.evaluation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.generator.world.WorldProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels of issue 4; rows without learning by the specification's table (2,000 customers x 5 seeds). */
class PolicyStudyTest {

    /** An agent that plans on a wrong future, or learns nothing, ends near the greedy .772 or below. */
    @Test
    void ourAgentComesNearTheOracleFromALogOf500Customers(@TempDir Path folder) throws Exception {
        PolicyStudy study = new PolicyStudy(new PolicyStudy.Plan(WorldProfile.named("realistic"), 2_000, 50, 1, 1));

        List<PolicyRow> rows = study.run(List.of(Recipe.preset("dyna", "dyna", 500)), 1, part -> {})
                .rows();

        Map<String, PolicyRow> byName = rows.stream().collect(Collectors.toMap(PolicyRow::name, row -> row));
        assertThat(byName.get(PolicyStudy.NONE).score()).isZero();
        assertThat(byName.get(PolicyStudy.ORACLE).score()).isEqualTo(1);
        assertThat(byName.get("greedy uplift - cost").score()).isCloseTo(.772, within(.05));
        assertThat(byName.get("uniform random").score()).isCloseTo(-.143, within(.05));
        assertThat(byName.get("dyna").score()).isGreaterThan(.86);
        StudyReport report = new StudyReport("study", 1, rows);
        report.write(folder);
        assertThat(Files.readAllLines(folder.resolve("study.csv"))).hasSize(rows.size() + 1);
        assertThat(folder.resolve("study.png")).isNotEmptyFile();
        assertThat(report.json()).contains("\"goldEnd\"").contains("\"messagesPerGoldStep\"");
        assertThat(report.table()).contains("greedy uplift - cost");
    }

    @Test
    void theSamePlanGivesTheSameNumbersHoweverManySeedsRunAtOnce() {
        PolicyStudy study = new PolicyStudy(new PolicyStudy.Plan(WorldProfile.named("paper"), 100, 20, 3, 1));
        Recipe small = Recipe.preset("small", "dyna", 60)
                .with(Map.of("trainer.dyna.updates", "50", "trainer.dyna.customers", "100"));
        List<String> parts = Collections.synchronizedList(new ArrayList<>());

        List<PolicyRow> together = study.run(List.of(small), 3, parts::add).rows();

        assertThat(together).isEqualTo(study.run(List.of(small), 1, part -> {}).rows());
        assertThat(parts).hasSize(study.parts(List.of(small)));
    }
}
