package io.leaven.evaluation.policy;

import io.leaven.generator.world.CohortSummary;

/**
 * What a policy came to on one seed.
 *
 * @param objective J: the true objective, dollars a customer
 * @param summary what became of the customers
 * @param deepestShare share of messages that offered the deepest discount
 */
record PolicyRun(double objective, CohortSummary summary, double deepestShare) {}
