package io.leaven.evaluation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GapTest {

    /** Mean .2, standard deviation .1; t of 2 degrees of freedom at .975 is 4.3027 in any table: 4.3027 x .1 / sqrt(3) = .2484. */
    @Test
    void theIntervalIsThatOfPairedDifferences() {
        Gap gap = Gap.of("a", "b", new double[] {.1, .2, .3});

        assertThat(gap.difference()).isCloseTo(.2, within(1e-12));
        assertThat(gap.ci()).isCloseTo(.2484, within(1e-4));
        assertThat(gap.sentence()).isEqualTo("a against b: +0.200 +- 0.248, so no difference is told apart");
        assertThat(Gap.of("a", "b", new double[] {-.19, -.2, -.21}).sentence())
                .isEqualTo("a against b: -0.200 +- 0.025");
    }

    @Test
    void oneSeedHasNoInterval() {
        Gap gap = Gap.of("a", "b", new double[] {.1});

        assertThat(gap.ci()).isNaN();
        assertThat(gap.sentence()).isEqualTo("a against b: +0.100 (one seed, no interval)");
    }
}
