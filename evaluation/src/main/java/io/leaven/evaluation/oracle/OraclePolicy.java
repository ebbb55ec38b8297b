package io.leaven.evaluation.oracle;

import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.LivingCohort;
import io.leaven.generator.world.WorldPolicy;
import java.util.stream.IntStream;

/** Acts by the {@link ExactPlanner}'s plan of each customer: the upper bound of every comparison. */
public final class OraclePolicy implements WorldPolicy {

    private final ExactPlanner.Plan[] plans;

    /** Plans for every customer, on all processors: 4 bytes x (steps + 1) x tiers x grid points each. */
    public OraclePolicy(ExactPlanner planner, Cohort cohort) {
        this.plans = IntStream.range(0, cohort.size())
                .parallel()
                .mapToObj(customer -> planner.best(cohort.traits(customer)))
                .toArray(ExactPlanner.Plan[]::new);
    }

    @Override
    public void choose(LivingCohort customers, int step, byte[] actions) {
        for (int i = 0; i < actions.length; i++) {
            actions[i] = (byte) plans[i].action(step, customers.tier(i), customers.fatigue(i));
        }
    }

    /** J of the oracle, exactly: the mean over customers of what is to come at the start, in dollars. */
    public double expected(Cohort cohort) {
        return IntStream.range(0, plans.length)
                .mapToDouble(customer -> plans[customer].value(0, cohort.tier(customer), 0))
                .average()
                .orElse(Double.NaN);
    }
}
