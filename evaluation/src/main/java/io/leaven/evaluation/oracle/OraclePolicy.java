package io.leaven.evaluation.oracle;

import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.LivingCohort;
import io.leaven.generator.world.WorldPolicy;
import java.util.List;
import java.util.stream.IntStream;

/** Acts by the {@link ExactPlanner}'s plan of each customer: the upper bound of every comparison. */
public final class OraclePolicy implements WorldPolicy {

    private final List<ExactPlanner.Plan> plans;

    /** @param plans the best of each customer */
    public OraclePolicy(List<ExactPlanner.Plan> plans) {
        this.plans = plans;
    }

    @Override
    public void choose(LivingCohort customers, int step, byte[] actions) {
        for (int i = 0; i < actions.length; i++) {
            actions[i] = (byte) plans.get(i).action(step, customers.tier(i), customers.fatigue(i));
        }
    }

    /** J of the oracle, exactly: the mean over customers of what is to come at the start, in dollars. */
    public double expected(Cohort cohort) {
        return IntStream.range(0, plans.size())
                .mapToDouble(customer -> plans.get(customer).value(0, cohort.tier(customer), 0))
                .average()
                .orElse(Double.NaN);
    }
}
