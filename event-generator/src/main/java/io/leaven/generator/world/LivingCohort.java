package io.leaven.generator.world;

import io.leaven.schemas.Tier;

/**
 * A cohort in the middle of its life: each customer's tier and fatigue now, and what the customer's last step brought.
 * 34 bytes a customer beside the cohort. Made by {@link World#begin}, moved on by {@link World#step}. Different customers may be moved on by
 * different threads.
 */
public final class LivingCohort {

    private static final Tier[] TIERS = Tier.values();

    final Cohort cohort;
    final double[] leaning;
    final double[] persuadability;
    final byte[] tierBefore;
    final byte[] tier;
    final double[] fatigue;
    final double[] ticket;

    LivingCohort(Cohort cohort, Response response) {
        int size = cohort.size();
        this.cohort = cohort;
        this.leaning = new double[size];
        this.persuadability = new double[size];
        for (int i = 0; i < size; i++) {
            CustomerTraits traits = cohort.traits(i);
            leaning[i] = response.leaning(traits);
            persuadability[i] = response.persuadability(traits);
        }
        this.tier = cohort.copyOfTiers();
        this.tierBefore = tier.clone();
        this.fatigue = new double[size];
        this.ticket = new double[size];
    }

    public int size() {
        return tier.length;
    }

    /** The customers as they came in. */
    public Cohort cohort() {
        return cohort;
    }

    /** Now, as the ordinal of {@link Tier}. */
    public int tier(int customer) {
        return tier[customer];
    }

    /** Now. */
    public Tier tierOf(int customer) {
        return TIERS[tier[customer]];
    }

    /** Before the last step, as the ordinal of {@link Tier}. */
    public int tierBefore(int customer) {
        return tierBefore[customer];
    }

    /** Now. */
    public double fatigue(int customer) {
        return fatigue[customer];
    }

    /** Whether the customer bought anything in the last step. */
    public boolean purchased(int customer) {
        return ticket[customer] > 0;
    }

    /** Dollars spent in the last step, 0 without a purchase. */
    public double ticket(int customer) {
        return ticket[customer];
    }

    /** How many customers are in each tier now, by ordinal. */
    public int[] tierCounts() {
        return Cohort.tierCounts(tier);
    }
}
