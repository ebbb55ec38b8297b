package io.leaven.generator.world;

import io.leaven.schemas.Tier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what happens to a cohort, step by step. Customers may come in any order: the summary is the same to the last bit,
 * since money is added up by customer first. Not thread-safe.
 */
public final class CohortTally {

    private static final int GOLD = Tier.GOLD.ordinal();

    private final LivingCohort customers;
    private final double[] revenue;
    private long closedSteps;
    private long messages;
    private long goldSteps;
    private long goldMessages;
    private long purchases;
    private long tierDrops;

    public CohortTally(LivingCohort customers) {
        this.customers = customers;
        this.revenue = new double[customers.size()];
    }

    /** Takes in the step that a customer has just been moved on by. */
    public void add(int customer, int action) {
        int before = customers.tierBefore(customer);
        int message = action == ActionSpace.NONE ? 0 : 1;
        closedSteps++;
        messages += message;
        if (before == GOLD) {
            goldSteps++;
            goldMessages += message;
        }
        if (customers.purchased(customer)) {
            purchases++;
            revenue[customer] += customers.ticket(customer);
        }
        if (customers.tier(customer) < before) {
            tierDrops++;
        }
    }

    /** @param steps planned steps of each customer */
    public CohortSummary summary(int steps) {
        int size = customers.size();
        int[] start = customers.cohort().tierCounts();
        int[] end = customers.tierCounts();
        return new CohortSummary(
                size,
                steps,
                closedSteps,
                byTier(start),
                byTier(end),
                (double) start[GOLD] / size,
                (double) end[GOLD] / size,
                Arrays.stream(revenue).sum() / size,
                (double) messages / size,
                goldSteps == 0 ? 0 : (double) goldMessages / goldSteps,
                purchases,
                tierDrops);
    }

    private static Map<Tier, Integer> byTier(int[] counts) {
        Map<Tier, Integer> byTier = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            byTier.put(tier, counts[tier.ordinal()]);
        }
        return byTier;
    }
}
