package io.leaven.generator.world;

import io.leaven.schemas.Tier;
import java.util.Map;

/**
 * What became of a cohort.
 *
 * @param customers how many
 * @param steps planned steps of each customer
 * @param closedSteps steps that happened, over all customers
 * @param tiersStart customers by tier before the first step
 * @param tiersEnd customers by tier after the last
 * @param goldShareStart share of customers in gold before the first step, 0 to 1
 * @param goldShareEnd share of customers in gold after the last step, 0 to 1
 * @param revenuePerCustomer dollars
 * @param messagesPerCustomer messages sent
 * @param messagesPerGoldStep messages sent in steps that began in gold, by the number of such steps; 0 without one
 * @param purchases over all customers
 * @param tierDrops over all customers
 */
public record CohortSummary(
        int customers,
        int steps,
        long closedSteps,
        Map<Tier, Integer> tiersStart,
        Map<Tier, Integer> tiersEnd,
        double goldShareStart,
        double goldShareEnd,
        double revenuePerCustomer,
        double messagesPerCustomer,
        double messagesPerGoldStep,
        long purchases,
        long tierDrops) {}
