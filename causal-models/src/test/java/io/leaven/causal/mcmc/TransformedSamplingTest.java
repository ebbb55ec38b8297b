package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Distributions with bounds, sampled through their transforms, have the moments that textbooks give them. */
class TransformedSamplingTest {

    private static final List<Transform> TRANSFORMS = List.of(
            Transform.positive(),
            Transform.unitInterval(),
            Transform.interval(-3, 5),
            Transform.lowerBounded(2),
            Transform.upperBounded(-1));

    /** Exponential(.5), Beta(2,5), uniform on (-3,5), 2 + Gamma(3, rate 2), -1 - Exponential(4); independent. */
    private static final class Model implements LogDensity {

        @Override
        public int dimension() {
            return 5;
        }

        @Override
        public double evaluate(double[] y, double[] gradient) {
            gradient[0] = -.5;
            gradient[1] = 1 / y[1] - 4 / (1 - y[1]);
            gradient[2] = 0;
            gradient[3] = 2 / (y[3] - 2) - 2;
            gradient[4] = 4;
            return -.5 * y[0] + Math.log(y[1]) + 4 * Math.log(1 - y[1]) + 2 * Math.log(y[3] - 2) - 2 * y[3] + 4 * y[4];
        }
    }

    @Test
    void momentsAreThoseOfTheDistributions() {
        Draws draws = Chains.sample(
                        () -> new TransformedDensity(new Model(), TRANSFORMS),
                        SamplerSettings.defaults().withDraws(2500).withSeed(11),
                        ChainObserver.none())
                .constrained(TRANSFORMS);

        assertThat(draws.divergences()).isZero();
        Moments.agree(draws, 0, 2, 4);
        Moments.agree(draws, 1, 2.0 / 7, 10.0 / (49 * 8));
        Moments.agree(draws, 2, 1, 64.0 / 12);
        Moments.agree(draws, 3, 3.5, .75);
        Moments.agree(draws, 4, -1.25, 1.0 / 16);
    }
}
