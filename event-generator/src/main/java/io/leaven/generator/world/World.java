package io.leaven.generator.world;

import io.leaven.generator.world.CounterRandom.Draw;

/**
 * The simulated bakery: moves customers on by a step at a time. What happens to a customer in a step depends on the seed,
 * the customer, the step and the action alone, never on the order of calls. Immutable; the {@link LivingCohort} carries
 * all that changes.
 */
public final class World {

    private final Response response;
    private final CounterRandom random;
    private final double ticketSpread;

    /** @param seed of the customers' luck */
    public World(WorldProfile profile, long seed) {
        this.response = new Response(profile);
        this.random = new CounterRandom(seed);
        this.ticketSpread = profile.ticketSpread();
    }

    public Response response() {
        return response;
    }

    /** The cohort at the start of its life. */
    public LivingCohort begin(Cohort cohort) {
        return new LivingCohort(cohort, response);
    }

    /**
     * Moves some customers on by one step.
     *
     * @param step the world's time t, from 0
     * @param actions one for each customer of the cohort, indices of the {@link ActionSpace}
     * @param from the first customer
     * @param to after the last customer
     */
    public void step(LivingCohort customers, int step, byte[] actions, int from, int to) {
        for (int i = from; i < to; i++) {
            step(customers, i, step, actions[i]);
        }
    }

    /**
     * Moves one customer on by one step.
     *
     * @param step the world's time t, from 0
     */
    public void step(LivingCohort customers, int customer, int step, int action) {
        int tier = customers.tier[customer];
        double fatigue = customers.fatigue[customer];
        double purchase = response.purchase(
                customers.leaning[customer],
                customers.persuadability[customer],
                customers.cohort.age(customer),
                tier,
                fatigue,
                step,
                action);
        boolean purchased = random.uniform(customer, step, Draw.PURCHASE) < purchase;
        double luck = random.uniform(customer, step, Draw.TIER);
        int after = tier;
        if (purchased && luck < response.upAfterPurchase(tier)) {
            after++;
        } else if (!purchased && luck < response.downWithoutPurchase(tier, fatigue)) {
            after--;
        }
        customers.tierBefore[customer] = (byte) tier;
        customers.tier[customer] = (byte) after;
        customers.ticket[customer] = purchased ? ticket(customer, step, tier, action) : 0;
        customers.fatigue[customer] = response.fatigueAfter(fatigue, action);
    }

    /** Log-normal about its mean; the normal number by Box and Muller (1958). */
    private double ticket(int customer, int step, int tier, int action) {
        double radius = Math.sqrt(-2 * Math.log1p(-random.uniform(customer, step, Draw.TICKET_RADIUS)));
        double z = radius * Math.cos(2 * Math.PI * random.uniform(customer, step, Draw.TICKET_ANGLE));
        return response.ticketOfPurchase(tier, action) * Math.exp(ticketSpread * z - ticketSpread * ticketSpread / 2);
    }
}
