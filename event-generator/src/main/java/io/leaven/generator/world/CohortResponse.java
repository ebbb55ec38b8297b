package io.leaven.generator.world;

/**
 * The functions of {@link Response} over many customers at once, each in the tier and fatigue it has now. Every method
 * writes the answers for customers {@code from .. to - 1} into {@code into[0 .. to - from)}. Reads the living cohort; does
 * not change it.
 */
public final class CohortResponse {

    private final Response response;
    private final LivingCohort customers;

    public CohortResponse(Response response, LivingCohort customers) {
        this.response = response;
        this.customers = customers;
    }

    /** P(purchase) under one action. */
    public void purchase(int step, int action, int from, int to, double[] into) {
        for (int i = from; i < to; i++) {
            into[i - from] = purchase(i, step, action);
        }
    }

    /** P(tier rises) under one action. */
    public void tierUp(int step, int action, int from, int to, double[] into) {
        for (int i = from; i < to; i++) {
            into[i - from] = purchase(i, step, action) * response.upAfterPurchase(customers.tier[i]);
        }
    }

    /** P(tier falls) under one action. */
    public void tierDown(int step, int action, int from, int to, double[] into) {
        for (int i = from; i < to; i++) {
            into[i - from] = (1 - purchase(i, step, action))
                    * response.downWithoutPurchase(customers.tier[i], customers.fatigue[i]);
        }
    }

    /** E[ticket] under one action, in dollars. */
    public void expectedTicket(int step, int action, int from, int to, double[] into) {
        for (int i = from; i < to; i++) {
            into[i - from] = purchase(i, step, action) * response.ticketOfPurchase(customers.tier[i], action);
        }
    }

    /** True uplift of one promotion, in dollars. */
    public void uplift(TrueUplift uplift, int promotion, int from, int to, double[] into) {
        for (int i = from; i < to; i++) {
            into[i - from] = uplift.of(customers.cohort.traits(i), customers.tier[i], promotion);
        }
    }

    private double purchase(int customer, int step, int action) {
        return response.purchase(
                customers.leaning[customer],
                customers.persuadability[customer],
                customers.cohort.age(customer),
                customers.tier[customer],
                customers.fatigue[customer],
                step,
                action);
    }
}
