package io.leaven.trainer.evaluation;

/**
 * What a {@link LinearModel} says of a policy on a log.
 *
 * @param qValues Q(s, a) by row of the log, rows x actions
 * @param weights m(s, a) by logged step: how much more often the policy visits it than the log
 */
record LinearQ(double[] qValues, double[] weights) {

    /** A customer's errors of the model, weighted: sum over t of m(s_t, a_t) (r_t + gamma V(s_{t+1}) - Q(s_t, a_t)). */
    double weightedErrors(PolicyOnLog policy, double gamma, int customer) {
        LoggedCustomers log = policy.log();
        double sum = 0;
        for (int t = 0; t < log.length(customer); t++) {
            sum += weights[log.firstStep(customer) + t] * BellmanError.of(policy, qValues, gamma, customer, t);
        }
        return sum;
    }

    /**
     * Effective sample size of the weights (Kish 1965), (sum m)^2 / sum m^2, as a number of customers: its share of the steps, times
     * the customers.
     */
    double effective(LoggedCustomers log) {
        double sum = 0;
        double squares = 0;
        for (double weight : weights) {
            sum += weight;
            squares += weight * weight;
        }
        return squares > 0 ? sum * sum / squares / log.steps() * log.customers() : 0;
    }

    /** V(s_0) of a customer. */
    double value(PolicyOnLog policy, int customer) {
        return policy.value(qValues, policy.log().firstRow(customer));
    }
}
