package io.leaven.evaluation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.generator.world.WorldProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffPolicyStudyTest {

    private static List<OffPolicyRow> run(long seed) {
        int[] parts = new int[1];
        OffPolicyStudy study =
                new OffPolicyStudy(new OffPolicyStudy.Plan(WorldProfile.named("paper"), 2, 100, 300, 6, seed));
        List<OffPolicyRow> rows = study.run(() -> parts[0]++);
        assertThat(parts[0]).isEqualTo(study.parts());
        return rows;
    }

    @Test
    void repeatsExactlyForASeed() {
        List<OffPolicyRow> first = run(11);

        assertThat(first).hasSize(3 * 6).isEqualTo(run(11)).isNotEqualTo(run(12));
    }

    /** Six steps: short enough for the estimators that weigh paths, too. */
    @Test
    void estimatesAreNearTheTruthOnShortLives(@TempDir Path folder) throws Exception {
        List<OffPolicyRow> rows = run(11);

        assertThat(rows)
                .filteredOn(row -> row.estimator().equals("mdr"))
                .hasSize(3)
                .allSatisfy(row -> {
                    assertThat(row.truth()).isBetween(5.0, 120.0);
                    assertThat(row.error()).isLessThan(row.truth() / 2);
                    assertThat(row.width()).isPositive();
                });
        new OffPolicyReport(11, rows).write(folder);
        assertThat(Files.readAllLines(folder.resolve("off-policy.csv"))).hasSize(1 + rows.size());
        assertThat(Files.readString(folder.resolve("off-policy.json"))).contains("\"seed\" : 11");
    }
}
