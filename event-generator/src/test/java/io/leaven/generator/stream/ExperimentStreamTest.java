package io.leaven.generator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.generator.world.CustomerTraits;
import io.leaven.generator.world.Response;
import io.leaven.generator.world.TrueUplift;
import io.leaven.generator.world.WorldProfile;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.Tier;
import io.leaven.schemas.feature.StateFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExperimentStreamTest {

    private static final int ROWS = 20_000;
    private static final WorldProfile PROFILE = WorldProfiles.paper();
    private static final List<ExperimentOutcome> OUTCOMES = outcomes(42, ROWS);

    @Test
    void fourArmsOfTheSameSizeTakeTurns() {
        assertThat(OUTCOMES).hasSize(4 * ROWS);
        assertThat(OUTCOMES.subList(0, 8))
                .extracting(ExperimentOutcome::getArm)
                .containsExactly("none", "ad", "small", "large", "none", "ad", "small", "large");
        assertThat(OUTCOMES).extracting(ExperimentOutcome::getCustomerId).doesNotHaveDuplicates();
        assertThat(OUTCOMES.get(17).getCustomerId()).isEqualTo("exp42-000017");
    }

    @Test
    void tiersFillTheirQuotasInEachArm() {
        Map<String, Map<Tier, Long>> counts = OUTCOMES.stream()
                .collect(Collectors.groupingBy(
                        ExperimentOutcome::getArm,
                        Collectors.groupingBy(row -> row.getState().getTier(), Collectors.counting())));
        counts.values()
                .forEach(arm -> assertThat(arm)
                        .isEqualTo(Map.of(
                                Tier.NONE, 8_000L, Tier.BRONZE, 6_000L, Tier.SILVER, 4_000L, Tier.GOLD, 2_000L)));
    }

    @Test
    void channelsAndTimesAreUniform() {
        Map<String, Long> channels = OUTCOMES.stream()
                .filter(row -> row.getChannel() != null)
                .collect(Collectors.groupingBy(ExperimentOutcome::getChannel, Collectors.counting()));
        assertThat(channels).containsOnlyKeys("push", "text", "email");
        assertThat(channels.values())
                .allSatisfy(count -> assertThat(count / (3.0 * ROWS)).isCloseTo(1 / 3.0, within(.01)));
        assertThat(OUTCOMES)
                .allSatisfy(row -> assertThat(row.getChannel() == null)
                        .isEqualTo(row.getArm().equals("none")));
        Map<Integer, Long> times = OUTCOMES.stream()
                .collect(Collectors.groupingBy(row -> row.getState().getStep(), Collectors.counting()));
        assertThat(times).hasSize(50);
        assertThat(times.keySet()).allSatisfy(time -> assertThat(time).isBetween(0, 49));
        assertThat(times.values())
                .allSatisfy(count -> assertThat(count / (4.0 * ROWS)).isCloseTo(.02, within(.003)));
    }

    /** The difference in means of two arms is the mean true uplift, within 4 standard errors of about .03. */
    @Test
    void theArmsDifferByTheTrueUplift() {
        TrueUplift uplift = new TrueUplift(new Response(PROFILE));
        double control = mean("none");
        for (int promotion = 0; promotion < 3; promotion++) {
            int position = promotion;
            double expected = OUTCOMES.stream()
                    .mapToDouble(row -> uplift.of(
                            new CustomerTraits(
                                    row.getState().getAttributes().getAge(),
                                    StateFeature.GENDER.of(row.getState()),
                                    row.getState().getAttributes().getDistanceMiles(),
                                    0),
                            row.getState().getTier().ordinal(),
                            position))
                    .average()
                    .orElseThrow();
            assertThat(mean(PROFILE.promotions().get(promotion).name()) - control)
                    .isCloseTo(expected, within(.12));
        }
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        assertThat(outcomes(5, 50)).isEqualTo(outcomes(5, 50)).isNotEqualTo(outcomes(6, 50));
    }

    private static double mean(String arm) {
        return OUTCOMES.stream()
                .filter(row -> row.getArm().equals(arm))
                .mapToDouble(ExperimentOutcome::getOutcome)
                .average()
                .orElseThrow();
    }

    private static List<ExperimentOutcome> outcomes(long seed, int rowsPerArm) {
        List<ExperimentOutcome> rows = new ArrayList<>();
        new ExperimentStream(ExperimentPlan.of(PROFILE, seed, rowsPerArm), new SteppingClock())
                .forEachRemaining(rows::add);
        return rows;
    }
}
