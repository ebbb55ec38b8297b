package io.leaven.causal.mmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.mcmc.ChainObserver;
import io.leaven.causal.mcmc.SamplerSettings;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BudgetOptimizerTest {

    /** Of w_i sqrt(x_i) the best split of B is B w_i^2 / sum w^2 (Cauchy-Schwarz). */
    @Test
    void concaveReturnsAreSplitByTheirClosedForm() {
        double[] split =
                BudgetOptimizer.split(70, List.of(x -> Math.sqrt(x), x -> 2 * Math.sqrt(x), x -> 3 * Math.sqrt(x)));
        assertThat(split).containsExactly(new double[] {5, 20, 45}, within(.01));
    }

    /** With thresholds below which nothing comes back, small steps see no gain; a grid over everything does. */
    @Test
    void sShapedReturnsAreSplitAsOnAFineGrid() {
        DoubleUnaryOperator a = x -> 10 * hill(x / 4, 6);
        DoubleUnaryOperator b = x -> 9 * hill(x / 6, 8);
        DoubleUnaryOperator c = x -> 2 * hill(x / 3, 1);
        double best = 0;
        for (double x = 0; x <= 12; x += .01) {
            for (double y = 0; y <= 12 - x; y += .01) {
                best = Math.max(best, a.applyAsDouble(x) + b.applyAsDouble(y) + c.applyAsDouble(12 - x - y));
            }
        }
        double[] split = BudgetOptimizer.split(12, List.of(a, b, c));
        assertThat(split[0] + split[1] + split[2]).isCloseTo(12, within(1e-9));
        assertThat(a.applyAsDouble(split[0]) + b.applyAsDouble(split[1]) + c.applyAsDouble(split[2]))
                .isGreaterThan(best - 1e-3);
    }

    @Test
    void theBestSplitBringsAtLeastWhatTheOldOneDid() {
        MediaMixPosterior posterior = MediaMixFit.fit(
                new MediaMixModel(Media.bakery(), MediaMixSpec.PAPER),
                SamplerSettings.defaults().withChains(2).withDraws(300),
                ChainObserver.none(),
                System::nanoTime);
        BudgetOptimizer.Plan plan = BudgetOptimizer.best(posterior, 60);
        assertThat(plan.channels().values().stream()
                        .mapToDouble(BudgetOptimizer.Allocation::spend)
                        .sum())
                .isCloseTo(60, within(1e-6));
        assertThat(plan.outcome().mean()).isGreaterThan(plan.outcomeAsBefore().mean());
        assertThat(plan.channels().get("push").multiple())
                .as("by the truth push returns most (WORLD.md)")
                .isGreaterThan(plan.channels().get("email").multiple());
    }

    private static double hill(double s, double a) {
        return Math.pow(s, a) / (1 + Math.pow(s, a));
    }
}
