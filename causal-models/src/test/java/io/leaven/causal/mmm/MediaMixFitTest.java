package io.leaven.causal.mmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.mcmc.ChainObserver;
import io.leaven.causal.mcmc.Metric;
import io.leaven.causal.mcmc.SamplerSettings;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The posterior of the bakery's 156 weeks against Stan's, and against the truth that made them. */
class MediaMixFitTest {

    private static final SamplerSettings SETTINGS =
            SamplerSettings.defaults().withSeed(7).withMetric(Metric.DENSE).withTargetAcceptance(.9);

    private static MediaMixPosterior fit(MediaMixSpec spec) {
        return MediaMixFit.fit(
                new MediaMixModel(Media.bakery(), spec), SETTINGS, ChainObserver.none(), System::nanoTime);
    }

    /** rstan 2.21, 4 x 1000 draws at its default target acceptance. */
    @Test
    void meansAreStans() {
        Map<String, double[]> stan = Media.table("mmm_posterior_stan.csv");

        MediaMixPosterior posterior = fit(Media.referenceSpec(Media.bakery()));

        assertThat(posterior.convergence().complaints()).isEmpty();
        assertThat(posterior.parameters())
                .extracting(ParameterSummary::name)
                .containsExactlyInAnyOrderElementsOf(stan.keySet());
        for (ParameterSummary ours : posterior.parameters()) {
            double[] theirs = stan.get(ours.name());
            assertSameMean(ours, theirs[0], theirs[1], theirs[5]);
        }
    }

    /**
     * rstan 2.21, evaluation/peers/mmm_stan.R with 4 x 8000 draws at a target acceptance of .99. beta0 has a heavy tail (kurtosis
     * above 20): its sd is .21 in the reference of 4 x 1000 draws, .22 in 4 x 8000 at .8, .25 in these.
     */
    @Test
    void meansAndSpreadsAreThoseOfALongRunOfStan() {
        Map<String, double[]> stan = Media.table("mmm_posterior_stan_long.csv");

        for (ParameterSummary ours : fit(Media.referenceSpec(Media.bakery())).parameters()) {
            double[] theirs = stan.get(ours.name());
            assertSameMean(ours, theirs[0], theirs[1], theirs[4]);
            double tolerance = ours.name().equals("beta0") ? .2 : .1;
            assertThat(ours.sd()).as(ours.name()).isCloseTo(theirs[1], within(tolerance * theirs[1]));
        }
    }

    private static void assertSameMean(ParameterSummary ours, double mean, double sd, double ess) {
        assertThat(ours.mean())
                .as(ours.name())
                .isCloseTo(mean, within(4 * Math.hypot(ours.mcse(), sd / Math.sqrt(ess))));
    }

    @Test
    void theTruthIsInsideTheIntervals() {
        Map<String, double[]> truth = Media.table("mmm_true.csv");
        MediaMixPosterior posterior = fit(Media.referenceSpec(Media.bakery()));

        for (ParameterSummary ours : posterior.parameters()) {
            double[] draws = Arrays.stream(posterior.draws(ours.name()))
                    .flatMapToDouble(java.util.Arrays::stream)
                    .sorted()
                    .toArray();
            assertThat(truth.get(ours.name())[0])
                    .as(ours.name())
                    .isBetween(Credible.quantile(draws, .005), Credible.quantile(draws, .995));
        }
    }

    @Test
    void thePapersScaleGivesTheSameReturnsAsTheUnscaledModel() {
        MediaMixPosterior scaled = fit(MediaMixSpec.PAPER);
        MediaMixData data = Media.bakery();
        double mean = Arrays.stream(data.outcome()).average().orElseThrow();
        assertThat(scaled.model().scaling().outcomeUnit()).isCloseTo(mean / 10, within(1e-12));
        assertThat(scaled.convergence().complaints()).isEmpty();
        PosteriorPredictiveCheck check = PosteriorPredictiveCheck.of(scaled);
        assertThat(check.coverage90()).isBetween(.83, .97);
        assertThat(check.r2()).isBetween(.8, 1.0);
        Roas roas = Roas.of(scaled);
        assertThat(roas.weights().values().stream()
                        .mapToDouble(w -> w)
                        .average()
                        .orElseThrow())
                .isCloseTo(1, within(1e-9));
        Contributions contributions = Contributions.of(scaled);
        double shares = contributions.shares().values().stream()
                .mapToDouble(Credible::mean)
                .sum();
        double base = contributions.base().stream().mapToDouble(Credible::mean).sum();
        double outcome = Arrays.stream(data.outcome()).sum();
        assertThat(shares + base / outcome)
                .as("channels and base make up the outcome")
                .isCloseTo(1, within(.01));
    }
}
