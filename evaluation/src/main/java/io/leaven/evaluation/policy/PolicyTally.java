package io.leaven.evaluation.policy;

import io.leaven.evaluation.oracle.ExactPlanner;
import io.leaven.evaluation.oracle.RegretTally;
import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.Response;
import java.util.List;

/** Counts what a policy does with customers, step by step. Not safe for use by several threads. */
final class PolicyTally {

    private final ActionSpace actions;
    private final RegretTally objective;
    private long messages;
    private long deepest;

    PolicyTally(List<ExactPlanner.Plan> plans, Response response) {
        this.actions = response.actions();
        this.objective = new RegretTally(plans, response);
    }

    /**
     * Takes in a step; those of a customer come in their order.
     *
     * @param step the world's time t, from 0
     * @param tier that the step began in, as its ordinal
     */
    void add(int customer, int step, int tier, int action) {
        objective.add(customer, step, tier, action);
        if (action != ActionSpace.NONE) {
            messages++;
            deepest += actions.promotion(action) == actions.promotions() - 1 ? 1 : 0;
        }
    }

    PolicyRun run(CohortSummary summary) {
        return new PolicyRun(objective.mean(), summary, messages == 0 ? 0 : (double) deepest / messages);
    }
}
