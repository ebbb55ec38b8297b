package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Normal distributions of bad scale and strong correlation, against their own mean and variance. */
class IllConditionedTest {

    private static final SamplerSettings SETTINGS = SamplerSettings.defaults().withSeed(3);

    @Test
    void aDiagonalMetricCuresScales() {
        double[] sd = Gaussian.scales(50, -3, 3);
        Draws draws = agreeing(sd, 0, SETTINGS);

        assertThat(meanLeapfrogs(draws)).isLessThan(40);
    }

    @Test
    void aDiagonalMetricSurvivesCorrelation() {
        agreeing(new double[] {1, 1}, .999, SETTINGS.withDraws(3000));
    }

    @Test
    void aDenseMetricCuresScalesAndCorrelation() {
        double[] sd = Gaussian.scales(50, -3, 3);
        Draws draws = agreeing(sd, .9, SETTINGS.withMetric(Metric.DENSE));

        assertThat(meanLeapfrogs(draws)).isLessThan(40);
    }

    @Test
    void aDenseMetricShortensTheTreesOfCorrelatedParameters() {
        double[] sd = {1, 1};
        Draws dense = agreeing(sd, .999, SETTINGS.withMetric(Metric.DENSE));
        Draws diagonal = sample(sd, .999, SETTINGS);

        assertThat(meanLeapfrogs(dense)).isLessThan(8);
        assertThat(meanLeapfrogs(diagonal)).isGreaterThan(5 * meanLeapfrogs(dense));
    }

    /** Fewer draws in the first window than parameters: the covariance has not full rank, and spans 24 orders of magnitude. */
    @Test
    void aDenseMetricOutlivesAWindowWithoutFullRank() {
        double[] sd = Gaussian.scales(40, -6, 6);
        Draws draws = sample(
                sd,
                .9,
                SETTINGS.withMetric(Metric.DENSE).withChains(1).withWarmup(150).withDraws(5));

        assertThat(draws.logDensity()[0]).doesNotContain(Double.NaN);
    }

    private static Draws agreeing(double[] sd, double correlation, SamplerSettings settings) {
        Draws draws = sample(sd, correlation, settings);
        assertThat(draws.divergences()).isZero();
        for (int i = 0; i < sd.length; i++) {
            Moments.agree(draws, i, 0, sd[i] * sd[i]);
        }
        return draws;
    }

    private static Draws sample(double[] sd, double correlation, SamplerSettings settings) {
        return Chains.sample(() -> new Gaussian(sd, correlation), settings, ChainObserver.none());
    }

    private static double meanLeapfrogs(Draws draws) {
        return (double) draws.totalLeapfrogs() / draws.chains() / draws.draws();
    }
}
