package io.leaven.causal.mmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.mcmc.ChainObserver;
import io.leaven.causal.mcmc.SamplerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An experiment's measured effect takes part in the posterior with the weight of its precision. */
class LiftTestTest {

    private static MediaMixPosterior fit(MediaMixData data, LiftTest... tests) {
        MediaMixSpec spec = new MediaMixSpec.Builder().liftTests(List.of(tests)).build();
        return MediaMixFit.fit(
                new MediaMixModel(data, spec),
                SamplerSettings.defaults().withSeed(5),
                ChainObserver.none(),
                System::nanoTime);
    }

    @Test
    void aPreciseTestSetsTheReturnOfItsChannel() {
        MediaMixData data = Media.bakery();
        double spent = java.util.Arrays.stream(data.spend(2)).sum();
        double before = Roas.of(fit(data)).average().get("email").mean();
        double measured = before / 2;
        MediaMixPosterior tested = fit(
                data, new LiftTest("email", Period.numbered(0), Period.numbered(155), -spent, -measured * spent, .5));

        Credible after = Roas.of(tested).average().get("email");
        assertThat(tested.convergence().complaints()).isEmpty();
        assertThat(after.mean() * spent).isCloseTo(measured * spent, within(2.0));
        assertThat(after.sd() * spent).as("the test's standard error bounds it").isLessThan(.6);
    }

    @Test
    void anImpreciseTestSaysNothing() {
        MediaMixData data = Media.bakery();
        Credible before = Roas.of(fit(data)).average().get("text");
        Credible after = Roas.of(fit(data, new LiftTest("text", Period.numbered(10), Period.numbered(20), 1, 500, 1e6)))
                .average()
                .get("text");
        assertThat(after.mean()).isCloseTo(before.mean(), within(.15 * before.sd()));
        assertThat(after.sd()).isCloseTo(before.sd(), within(.1 * before.sd()));
    }
}
