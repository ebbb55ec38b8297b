package io.leaven.generator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CohortTest {

    private static final int SIZE = 200_000;
    private static final Cohort COHORT = Cohort.draw(WorldProfiles.realistic(), SIZE, 7);

    /** Moments of Normal(38, 14) cut to [18, 85]: 40.17 and 12.25 by the closed form of the truncated normal. */
    @Test
    void agesAreATruncatedNormal() {
        assertThat(IntStream.range(0, SIZE).map(COHORT::age).min()).hasValue(18);
        assertThat(IntStream.range(0, SIZE).map(COHORT::age).max().orElseThrow())
                .isBetween(80, 85);
        double a = (18 - 38) / 14.0;
        double b = (85 - 38) / 14.0;
        double mass = .999606 - .076564; // Phi(b) - Phi(a)
        double mean = 38 + 14 * (density(a) - density(b)) / mass;
        assertThat(mean(COHORT::age)).isCloseTo(mean, within(.12));
    }

    @Test
    void gendersComeInTheirShares() {
        assertThat(share(Gender.FEMALE)).isCloseTo(.52, within(.005));
        assertThat(share(Gender.MALE)).isCloseTo(.46, within(.005));
        assertThat(share(Gender.OTHER)).isCloseTo(.02, within(.002));
        assertThat(IntStream.range(0, SIZE))
                .allSatisfy(i -> assertThat(COHORT.genderCode(i))
                        .isEqualTo(COHORT.gender(i) == Gender.FEMALE ? 1 : COHORT.gender(i) == Gender.MALE ? 0 : .5));
    }

    /** .2 + Gamma(2, 2): mean 4.2, variance 8, and P(below 4.2) = 1 - 3 exp(-2); the cut at 25 takes less than .001 away. */
    @Test
    void distancesAreAShiftedGamma() {
        double mean = mean(COHORT::distance);
        assertThat(mean).isCloseTo(4.2, within(.03));
        assertThat(mean(i -> Math.pow(COHORT.distance(i) - 4.2, 2))).isCloseTo(8, within(.2));
        assertThat(mean(i -> COHORT.distance(i) < 4.2 ? 1 : 0)).isCloseTo(1 - 3 * Math.exp(-2), within(.005));
        assertThat(IntStream.range(0, SIZE).mapToDouble(COHORT::distance).max().orElseThrow())
                .isLessThanOrEqualTo(25);
    }

    @Test
    void whatNobodyObservesHasItsSpread() {
        assertThat(mean(COHORT::u)).isCloseTo(0, within(.005));
        assertThat(mean(i -> COHORT.u(i) * COHORT.u(i))).isCloseTo(.25, within(.005));
        Cohort paper = Cohort.draw(WorldProfiles.paper(), 100, 7);
        assertThat(IntStream.range(0, 100).allMatch(i -> paper.u(i) == 0)).isTrue();
    }

    @Test
    void tiersFillTheirQuotasExactlyAndAreShuffled() {
        assertThat(Cohort.draw(WorldProfiles.paper(), 500, 1).tierCounts()).containsExactly(200, 150, 100, 50);
        assertThat(IntStream.of(Cohort.draw(WorldProfiles.paper(), 7, 1).tierCounts())
                        .sum())
                .isEqualTo(7);
        double goldInFirstHalf = IntStream.range(0, SIZE / 2)
                .filter(i -> COHORT.tier(i) == Tier.GOLD.ordinal())
                .count();
        assertThat(goldInFirstHalf / (SIZE / 2)).isCloseTo(.10, within(.005));
    }

    @Test
    void theSameSeedGivesTheSameCohort() {
        Cohort first = Cohort.draw(WorldProfiles.realistic(), 50, 3);
        Cohort again = Cohort.draw(WorldProfiles.realistic(), 50, 3);
        Cohort other = Cohort.draw(WorldProfiles.realistic(), 50, 4);
        assertThat(IntStream.range(0, 50).mapToObj(first::traits).toList())
                .isEqualTo(IntStream.range(0, 50).mapToObj(again::traits).toList())
                .isNotEqualTo(IntStream.range(0, 50).mapToObj(other::traits).toList());
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    private static double share(Gender gender) {
        return mean(i -> COHORT.gender(i) == gender ? 1 : 0);
    }

    private static double mean(IntToDoubleFunction of) {
        return IntStream.range(0, SIZE).mapToDouble(of).average().orElseThrow();
    }
}
