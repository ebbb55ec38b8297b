package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainsTest {

    private static final SamplerSettings SHORT =
            SamplerSettings.defaults().withWarmup(200).withDraws(100);

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theSameSeedGivesTheSameDrawsOnAnyNumberOfThreads(Metric metric) {
        SamplerSettings settings = SHORT.withMetric(metric);
        Draws one = sample(settings.withThreads(1));
        Draws two = sample(settings.withThreads(2));
        Draws other = sample(settings.withSeed(2));

        assertThat(two.energy()).isDeepEqualTo(one.energy());
        assertThat(two.leapfrogs()).isDeepEqualTo(one.leapfrogs());
        for (int i = 0; i < one.dimension(); i++) {
            assertThat(two.parameter(i)).isDeepEqualTo(one.parameter(i));
        }
        assertThat(other.position(0, 0)).isNotEqualTo(one.position(0, 0));
    }

    @Test
    void moreChainsLeaveTheFirstAsTheyWere() {
        Draws two = sample(SHORT.withChains(2));
        Draws three = sample(SHORT.withChains(3));
        assertThat(three.parameter(0)[1]).isEqualTo(two.parameter(0)[1]);
        assertThat(three.parameter(0)[2]).isNotEqualTo(two.parameter(0)[1]);
    }

    private static Draws sample(SamplerSettings settings) {
        EightSchools model = PosteriorDbTest.eightSchools();
        return Chains.sample(
                () -> new TransformedDensity(PosteriorDbTest.eightSchools(), model.transforms()),
                settings,
                ChainObserver.none());
    }

    /**
     * Neal's (2003) funnel: v ~ N(0, 3), nine x ~ N(0, e^{v/2}). Its neck is too sharp for any one step size, which must be
     * told.
     */
    @Test
    void theFunnelReportsDivergences() {
        Draws draws = Chains.sample(
                () -> density(10, (x, gradient) -> {
                    double squares = 0;
                    for (int i = 1; i < 10; i++) {
                        squares += x[i] * x[i];
                        gradient[i] = -x[i] * Math.exp(-x[0]);
                    }
                    gradient[0] = -x[0] / 9 - 4.5 + .5 * squares * Math.exp(-x[0]);
                    return -x[0] * x[0] / 18 - 4.5 * x[0] - .5 * squares * Math.exp(-x[0]);
                }),
                SamplerSettings.defaults(),
                ChainObserver.none());

        assertThat(draws.divergences()).isGreaterThan(10);
        int flagged = 0;
        for (boolean[] chain : draws.divergent()) {
            for (boolean divergent : chain) {
                flagged += divergent ? 1 : 0;
            }
        }
        assertThat(flagged).isEqualTo(draws.divergences());
        assertThat(Diagnostics.rankNormalisedSplitRhat(draws.parameter(0))).isGreaterThan(1.01);
    }

    @Test
    void theDrawsKeepWhatTheSamplerNoted() {
        AtomicLong evaluations = new AtomicLong();
        LogDensity normal = density(1, (x, gradient) -> {
            evaluations.incrementAndGet();
            gradient[0] = -x[0];
            return -.5 * x[0] * x[0];
        });
        AtomicLong clock = new AtomicLong();
        Draws draws = Chains.sample(
                () -> normal, SHORT.withChains(1), ChainObserver.none(), () -> clock.addAndGet(1_000_000_000));

        assertThat(draws.chains()).isEqualTo(1);
        assertThat(draws.draws()).isEqualTo(100);
        assertThat(draws.logDensity()[0][7]).isEqualTo(-.5 * Math.pow(draws.position(0, 7)[0], 2));
        assertThat(draws.energy()[0][7]).isGreaterThanOrEqualTo(-draws.logDensity()[0][7]);
        assertThat(draws.leapfrogs()[0][7]).isLessThan(1 << (draws.treeDepth()[0][7] + 1));
        assertThat(draws.metric(0).dimension()).isEqualTo(1);
        assertThat(draws.stepSize(0)).isPositive();
        // One evaluation a leapfrog step; the rest is the start and the search for step sizes.
        assertThat(evaluations.get() - draws.totalLeapfrogs() - draws.warmupLeapfrogs())
                .isBetween(1L, 60L);
        assertThat(draws.warmupSeconds(0)).isCloseTo(1, within(1e-9));
        assertThat(draws.samplingSeconds(0)).isCloseTo(1, within(1e-9));
        assertThat(draws.seconds()).isCloseTo(4, within(1e-9));
    }

    @Test
    void treesGrowNoDeeperThanAllowed() {
        Draws draws = Chains.sample(
                () -> new Gaussian(new double[] {1, 1000}, 0),
                SHORT.withMetric(Metric.UNIT).withMaxTreeDepth(3),
                ChainObserver.none());
        assertThat(draws.treeDepth()[0]).contains(3).doesNotContain(4);
        assertThat(draws.leapfrogs()[0]).contains(7).doesNotContain(8);
    }

    @Test
    void startsAtTheGivenPoints() {
        List<double[]> seen = Collections.synchronizedList(new ArrayList<>());
        LogDensity density = density(2, (x, gradient) -> {
            seen.add(x.clone());
            gradient[0] = -x[0];
            gradient[1] = -x[1];
            return -.5 * (x[0] * x[0] + x[1] * x[1]);
        });
        Chains.sample(
                () -> density, SHORT.withChains(1).withInits(List.of(new double[] {.5, -3})), ChainObserver.none());
        assertThat(seen.get(0)).containsExactly(.5, -3);
    }

    @Test
    void aDensityThatIsNeverFiniteIsAClearError() {
        failsWith("chain 0 failed at its start", density(2, (x, gradient) -> Double.NaN), SHORT.withThreads(1));
        failsWith(
                "any of 100 starting points drawn from [-2.0, 2.0]^2", density(2, (x, gradient) -> Double.NaN), SHORT);
        failsWith(
                "the given starting point [1.0, 2.0]",
                density(2, (x, gradient) -> Double.NEGATIVE_INFINITY),
                SHORT.withChains(1).withInits(List.of(new double[] {1, 2})));
        failsWith(
                "gradient was not finite",
                density(1, (x, gradient) -> {
                    gradient[0] = Double.NaN;
                    return 0;
                }),
                SHORT);
    }

    @Test
    void aDensityThatThrowsIsNamedWithItsIteration() {
        AtomicInteger calls = new AtomicInteger();
        LogDensity broken = density(1, (x, gradient) -> {
            if (calls.incrementAndGet() > 500) {
                throw new ArithmeticException("no such model");
            }
            gradient[0] = -x[0];
            return -.5 * x[0] * x[0];
        });
        assertThatThrownBy(() -> Chains.sample(() -> broken, SHORT.withChains(1), ChainObserver.none()))
                .isInstanceOf(SamplingException.class)
                .hasMessageMatching("chain 0 failed in iteration \\d+: java.lang.ArithmeticException: no such model")
                .hasRootCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void aFlatDensityIsCalledImproper() {
        failsWith(
                "improper",
                density(1, (x, gradient) -> {
                    gradient[0] = 0;
                    return 0;
                }),
                SHORT);
    }

    @Test
    void aWrongGradientEndsTheSearchForAStepSize() {
        failsWith(
                "no step size is small enough",
                density(1, (x, gradient) -> {
                    gradient[0] = 1e300;
                    return x[0] == 0 ? 0 : -1e300;
                }),
                SHORT.withInitRadius(0));
    }

    @Test
    void theFirstFailureStopsTheOtherChains() {
        AtomicInteger chain = new AtomicInteger();
        assertThatThrownBy(() -> Chains.sample(
                        () -> chain.getAndIncrement() == 1
                                ? density(1, (x, gradient) -> Double.NaN)
                                : new Gaussian(new double[] {1}, 0),
                        SHORT.withDraws(100_000).withThreads(2),
                        ChainObserver.none()))
                .isInstanceOf(SamplingException.class)
                .hasMessageContaining("chain 1");
    }

    @Test
    void theObserverHearsOfEveryIterationAndMayStop() {
        AtomicInteger warm = new AtomicInteger();
        AtomicInteger kept = new AtomicInteger();
        Chains.sample(() -> new Gaussian(new double[] {1}, 0), SHORT, (chain, iteration, warmup, divergent) -> {
            assertThat(warmup).isEqualTo(iteration < 200);
            (warmup ? warm : kept).incrementAndGet();
            return true;
        });
        assertThat(warm).hasValue(4 * 200);
        assertThat(kept).hasValue(4 * 100);

        AtomicInteger heard = new AtomicInteger();
        assertThatThrownBy(() -> Chains.sample(
                        () -> new Gaussian(new double[] {1}, 0),
                        SHORT.withThreads(1),
                        (chain, iteration, warmup, divergent) -> heard.incrementAndGet() < 42))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("iteration 41 of chain 0");
        assertThat(heard).hasValue(42);
    }

    @Test
    void anInterruptStops() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Chains.sample(() -> new Gaussian(new double[] {1}, 0), SHORT, ChainObserver.none()))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void settingsThatDoNotFitAreErrors() {
        assertThatThrownBy(() -> SHORT.withTargetAcceptance(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("targetAcceptance must be between 0 and 1, not 1.0");
        assertThatThrownBy(() -> SHORT.withChains(0)).hasMessageContaining("chains must be at least 1");
        assertThatThrownBy(() -> SHORT.withInits(List.of(new double[1]))).hasMessageContaining("1 points");
        assertThatThrownBy(() -> Chains.sample(
                        () -> new Gaussian(new double[] {1}, 0),
                        SHORT.withChains(1).withInits(List.of(new double[3])),
                        ChainObserver.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 coordinates");
        AtomicInteger dimension = new AtomicInteger();
        assertThatThrownBy(() -> Chains.sample(
                        () -> new Gaussian(new double[dimension.incrementAndGet()], 0), SHORT, ChainObserver.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chain 1 has dimension 2");
    }

    private static void failsWith(String message, LogDensity density, SamplerSettings settings) {
        assertThatThrownBy(() -> Chains.sample(() -> density, settings, ChainObserver.none()))
                .isInstanceOf(SamplingException.class)
                .hasMessageContaining(message);
    }

    private static LogDensity density(int dimension, ToDoubleBiFunction<double[], double[]> function) {
        return new LogDensity() {
            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                return function.applyAsDouble(position, gradient);
            }
        };
    }
}
