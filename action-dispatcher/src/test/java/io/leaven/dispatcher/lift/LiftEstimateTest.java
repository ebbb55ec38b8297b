package io.leaven.dispatcher.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LiftEstimateTest {

    private static final ConfidenceSequence SEQUENCE = ConfidenceSequence.narrowAt(.05, 200);
    private static final int CUSTOMERS = 2_000;
    private static final double HOLDOUT = .2;

    /** Zero-inflated and skewed, as revenue is: nothing for 70%, else exponential. */
    private static double revenue(Random random) {
        return random.nextDouble() < .7 ? 0 : -20 * Math.log(1 - random.nextDouble());
    }

    @Test
    void lookingEveryDayFindsNoEffectWhereThereIsNone() {
        Random random = new Random(20261126);
        int runs = 2_000;
        int anytime = 0;
        int naive = 0;
        for (int run = 0; run < runs; run++) {
            Looks looks = look(random, 0);
            anytime += looks.anytime ? 1 : 0;
            naive += looks.naive ? 1 : 0;
        }
        assertThat((double) anytime / runs).as("false alarms").isLessThanOrEqualTo(.05);
        assertThat((double) naive / runs)
                .as("false alarms of the interval for one look, to see that looking matters")
                .isGreaterThan(.15);
    }

    @Test
    void realEffectIsFound() {
        Random random = new Random(20261127);
        int found = 0;
        for (int run = 0; run < 200; run++) {
            found += look(random, 4).anytime ? 1 : 0;
        }
        assertThat(found / 200.0)
                .as("of effects of a third of a standard deviation")
                .isGreaterThan(.8);
    }

    private record Looks(boolean anytime, boolean naive) {}

    /** Forty customers a day, a look each evening. */
    private static Looks look(Random random, double effect) {
        LiftEstimate estimate = new LiftEstimate(SEQUENCE);
        boolean naive = false;
        boolean outside = false;
        for (int i = 1; i <= CUSTOMERS; i++) {
            boolean ofAgent = random.nextDouble() >= HOLDOUT;
            estimate.add(ofAgent, revenue(random) + (ofAgent ? effect : 0));
            if (i % 40 == 0 && i > 800) {
                LiftEstimate.Result result = estimate.result();
                naive |= result.low() > 0 || result.high() < 0;
                outside |= result.anytimeLow() > 0 || result.anytimeHigh() < 0;
            }
        }
        double p = estimate.result().anytimeP();
        assertThat(!outside || p <= .05)
                .as("an interval without 0 means p <= alpha")
                .isTrue();
        return new Looks(p <= .05, naive);
    }

    /** By its definition: the likelihood ratio, integrated over effects N(0, (rho s)^2) by Simpson's rule. */
    @Test
    void pValueIsTheReciprocalOfTheMixtureOfLikelihoodRatios() {
        for (double[] look : new double[][] {{50, .4, 2, .1}, {400, .1, 1, .05}, {1_000, -.2, 3, .2}}) {
            double t = look[0];
            double mean = look[1];
            double sd = look[2];
            double tau = look[3] * sd;
            double mixture = 0;
            int cells = 200_000;
            double width = 20 * tau / cells;
            for (int i = 0; i <= cells; i++) {
                double theta = -10 * tau + i * width;
                double prior = Math.exp(-theta * theta / (2 * tau * tau)) / (tau * Math.sqrt(2 * Math.PI));
                double ratio = Math.exp(t * (theta * mean - theta * theta / 2) / (sd * sd));
                mixture += prior * ratio * width / 3 * (i == 0 || i == cells ? 1 : i % 2 == 1 ? 4 : 2);
            }
            assertThat(new ConfidenceSequence(.05, look[3]).pValue(t, mean, sd))
                    .isCloseTo(Math.min(1, 1 / mixture), within(1e-9));
        }
    }

    /** The p-value at the edge of the interval is alpha: the two published forms are one. */
    @Test
    void intervalEndsWherePIsAlpha() {
        for (double t : new double[] {60, 200, 5_000}) {
            double radius = SEQUENCE.radius(t, 7);
            assertThat(SEQUENCE.pValue(t, radius, 7)).isCloseTo(.05, within(1e-12));
        }
    }

    /**
     * Python: {@code t=100; r=.3; a=.05; sqrt(2*(t*r*r+1)/(t*t*r*r)*log(sqrt(t*r*r+1)/a))}, and rho by
     * {@code sqrt((-2*log(a)+log(-2*log(a)+1))/t)}.
     */
    @Test
    void numbersAreThoseOfThePapersFormula() {
        assertThat(new ConfidenceSequence(.05, .3).radius(100, 1)).isCloseTo(RADIUS, within(1e-12));
        assertThat(ConfidenceSequence.narrowAt(.05, 100).rho()).isCloseTo(RHO, within(1e-12));
    }

    private static final double RADIUS = 0.30357224364596436;
    private static final double RHO = 0.28171181376963167;

    /** Welch's interval of (1,2,3,4,6) and (2,1,1,0) in SciPy. */
    @Test
    void intervalForOneLookIsWelchs() {
        LiftEstimate estimate = new LiftEstimate(SEQUENCE);
        for (double value : new double[] {1, 2, 3, 4, 6}) {
            estimate.add(true, value);
        }
        for (double value : new double[] {2, 1, 1, 0}) {
            estimate.add(false, value);
        }
        LiftEstimate.Result result = estimate.result();
        assertThat(result.difference()).isCloseTo(2.2, within(1e-12));
        assertThat(result.low()).isCloseTo(-0.16817757709327674, within(1e-6));
        assertThat(result.high()).isCloseTo(4.568177577093277, within(1e-6));
        assertThat(result.anytimeLow()).as("too few customers").isNaN();
        assertThat(result.anytimeP()).isEqualTo(1);
    }
}
