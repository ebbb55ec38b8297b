package io.leaven.generator.world;

/**
 * What a promotion truly does to the ticket, in dollars, for what an agent can see of a customer: without fatigue and
 * season, averaged over the unobserved u ~ Normal(0, uSd).
 *
 * <pre>tau(x, k, p) = mean over channels of E[ticket | channel, p] - E[ticket | none]</pre>
 *
 * The average over u is a 5-point Gauss-Hermite quadrature (Abramowitz and Stegun, table 25.10). Immutable.
 */
public final class TrueUplift {

    private static final double[] NODES = {
        -2.0201828704560856, -.9585724646138185, 0, .9585724646138185, 2.0201828704560856
    };
    private static final double[] WEIGHTS = {
        .019953242059045913, .39361932315224116, .9453087204829419, .39361932315224116, .019953242059045913
    };

    private final Response response;
    private final double uSd;

    public TrueUplift(Response response) {
        this.response = response;
        this.uSd = response.profile().population().uSd();
    }

    /**
     * Mean over the channels, as the reward uses it.
     *
     * @param customer whose u is of no effect
     * @param tier ordinal of the tier
     * @param promotion its position in the world
     */
    public double of(CustomerTraits customer, int tier, int promotion) {
        ActionSpace actions = response.actions();
        double sum = 0;
        for (int channel = 0; channel < actions.channels(); channel++) {
            sum += expectedTicket(customer, tier, actions.index(channel, promotion));
        }
        return sum / actions.channels() - expectedTicket(customer, tier, ActionSpace.NONE);
    }

    /** E[ticket | action] - E[ticket | none] of one action by its own channel; 0 for none. */
    public double ofAction(CustomerTraits customer, int tier, int action) {
        return action == ActionSpace.NONE
                ? 0
                : expectedTicket(customer, tier, action) - expectedTicket(customer, tier, ActionSpace.NONE);
    }

    private double expectedTicket(CustomerTraits customer, int tier, int action) {
        double observed = response.leaning(customer) - customer.u();
        double persuadability = response.persuadability(customer);
        double logOdds = response.logOdds(observed, tier, 0, 0)
                + response.messageEffect(persuadability, customer.age(), tier, action);
        double purchase = 0;
        for (int i = 0; i < NODES.length; i++) {
            purchase += WEIGHTS[i] * Response.sigmoid(logOdds + Math.sqrt(2) * uSd * NODES[i]);
        }
        return purchase / Math.sqrt(Math.PI) * response.ticketOfPurchase(tier, action);
    }
}
