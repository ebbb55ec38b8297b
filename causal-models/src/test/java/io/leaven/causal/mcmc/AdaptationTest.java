package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptationTest {

    /**
     * Ends of the slow windows. 1000: as in Stan's reference manual, 75 fast, 25, 50, 100, 200 and 500 slow, 50 fast. 150: the
     * shortest with one full plan. 100 and 20: 15%, 75%, 10%.
     */
    @ParameterizedTest
    @CsvSource({
        "1000, 75, 99 149 249 449 949",
        "150, 75, 99",
        "200, 75, 99 149",
        "400, 75, 99 149 349",
        "100, 15, 89",
        "20, 3, 17"
    })
    void windowsEndWhereStanEndsThem(int warmup, int start, String expected) {
        WarmupSchedule schedule = new WarmupSchedule(warmup);
        List<String> ends = new ArrayList<>();
        int learnt = 0;
        int last = 0;
        for (int i = 0; i < warmup; i++) {
            learnt += schedule.learns(i) ? 1 : 0;
            if (schedule.endsWindow(i)) {
                ends.add(Integer.toString(i));
                last = i;
            }
        }
        assertThat(String.join(" ", ends)).isEqualTo(expected);
        assertThat(learnt).isEqualTo(last - start + 1);
    }

    @Test
    void aVeryShortWarmupLearnsNoMetric() {
        WarmupSchedule schedule = new WarmupSchedule(19);
        for (int i = 0; i < 19; i++) {
            assertThat(schedule.learns(i) || schedule.endsWindow(i)).isFalse();
        }
    }

    /** By the formulas of Hoffman and Gelman with numbers: mu = log 10, first a = .5, so s = .3/11, second a = 1. */
    @Test
    void dualAveragingFollowsItsFormulas() {
        DualAveraging averaging = new DualAveraging(.8, 1);
        averaging.observe(.5);
        double first = Math.log(10) - .3 / 11 * 20;
        assertThat(averaging.stepSize()).isCloseTo(Math.exp(first), within(1e-12));
        assertThat(averaging.adaptedStepSize()).isCloseTo(Math.exp(first), within(1e-12));
        averaging.observe(1);
        double error = 11.0 / 12 * .3 / 11 - .2 / 12;
        double second = Math.log(10) - error * Math.sqrt(2) * 20;
        double weight = Math.pow(2, -.75);
        assertThat(averaging.stepSize()).isCloseTo(Math.exp(second), within(1e-12));
        assertThat(averaging.adaptedStepSize())
                .isCloseTo(Math.exp(weight * second + (1 - weight) * first), within(1e-12));
    }

    @Test
    void withoutObservationsTheStepSizeStays() {
        DualAveraging averaging = new DualAveraging(.8, .25);
        assertThat(averaging.adaptedStepSize()).isEqualTo(.25);
        averaging.observe(1);
        averaging.restart(.5);
        assertThat(averaging.adaptedStepSize()).isEqualTo(.5);
    }

    /**
     * Mean acceptance statistic of rstan 2.21 on this normal distribution (4 x 1000 draws, seed 2): above its target, since the
     * average of log step sizes is no root of a concave curve.
     */
    @ParameterizedTest
    @CsvSource({".6, .763", ".8, .878", ".95, .960"})
    void theAcceptanceStatisticIsStans(double target, double stan) {
        Draws draws = Chains.sample(
                () -> new Gaussian(Gaussian.scales(10, -1, 1), 0),
                SamplerSettings.defaults().withTargetAcceptance(target).withSeed(2),
                ChainObserver.none());
        assertThat(Diagnostics.mean(draws.acceptance())).isCloseTo(stan, within(.035));
    }
}
