package io.leaven.evaluation.policy;

import io.leaven.generator.world.CohortSummary;

/**
 * What a policy came to on one seed.
 *
 * @param objective J: the true objective, dollars a customer, by {@link io.leaven.evaluation.oracle.RegretTally}
 * @param summary what became of the customers
 * @param deepestShare share of messages that offered the deepest discount
 */
record PolicyRun(double objective, CohortSummary summary, double deepestShare) {

    /** (J - J of no message) / (J of the oracle - J of no message), all of the same customers. */
    double score(PolicyRun none, PolicyRun oracle) {
        return (objective - none.objective) / (oracle.objective - none.objective);
    }
}
