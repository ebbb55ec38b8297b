package io.leaven.trainer.evaluation;

/**
 * Doubly robust evaluation (Jiang and Li 2016, "Doubly robust off-policy value evaluation for reinforcement learning"): from
 * the last step back,
 *
 * <pre>D_t = V(s_t) + rho_t (r_t + gamma D_{t+1} - Q(s_t, a_t)),   rho_t = pi(a_t | s_t) / b(a_t | s_t)</pre>
 *
 * and the estimate is the mean of D_0. Written out, with w_t the product of the rho up to t, it is the model's value plus the
 * weighted errors of the model on what happened:
 *
 * <pre>D_0 = V(s_0) + sum over t of gamma^t w_t (r_t + gamma V(s_{t+1}) - Q(s_t, a_t))</pre>
 *
 * with V = 0 after a terminal step. Unbiased whatever the model if the propensities are right and Q comes from other customers; the
 * better the model, the smaller the variance. It needs no Markov property. The weights are those of {@link ImportanceWeights}:
 * they weigh the model's errors only, but after many steps far from the logging policy they outgrow these too.
 *
 * <p>Against that, two options, both off in {@link #plain}: {@code selfNormalised} divides the weights of each step by their
 * mean over customers (weighted doubly robust, Thomas and Brunskill 2016, "Data-efficient off-policy policy evaluation");
 * {@code leastEffective} stops correcting at the first step where the effective sample size of the weights is below it, so that
 * the model alone speaks for the rest (their partial importance sampling estimator, with its length chosen by that rule). The
 * second brings in the model's bias and noise, which the interval does not show: on the bakery's fifty steps such intervals held the
 * truth in fewer than half of the runs.
 *
 * <p>A customer with an unknown propensity is corrected up to there; the model's V stands in for the rest. Where a log just ends, V
 * stands in for the customer's future, which the importance sampling estimators count 0.
 *
 * @param model of Q
 * @param selfNormalised whether weights are divided by their mean
 * @param limit most that w_t may be, above 0; infinite for none, since it brings in the model's bias
 * @param leastEffective customers, 0 to correct every step
 */
public record DoublyRobust(QModel model, boolean selfNormalised, double limit, double leastEffective)
        implements OffPolicyEstimator {

    /** Unbiased: no option is on. */
    public static DoublyRobust plain(QModel model) {
        return new DoublyRobust(model, false, Double.POSITIVE_INFINITY, 0);
    }

    /** Self-normalised; every step is corrected. */
    public static DoublyRobust selfNormalised(QModel model) {
        return new DoublyRobust(model, true, Double.POSITIVE_INFINITY, 0);
    }

    @Override
    public String name() {
        return selfNormalised ? "wdr" : "dr";
    }

    @Override
    public Contributions contributions(PolicyOnLog policy, double gamma) {
        LoggedCustomers log = policy.log();
        ImportanceWeights weights = new ImportanceWeights(policy, limit);
        int corrected = weights.diagnostics().stepsWith(leastEffective);
        double[] qValues = model.qValues(policy, gamma);
        Contributions contributions = new Contributions(log.customers(), selfNormalised ? corrected : 0);
        for (int customer = 0; customer < log.customers(); customer++) {
            contributions.add(customer, policy.value(qValues, log.firstRow(customer)));
            double discount = 1;
            for (int t = 0; t < corrected && !Double.isNaN(weights.of(customer, t)); t++) {
                double error = 0;
                if (t < log.length(customer)) {
                    int step = log.firstStep(customer) + t;
                    error = discount * BellmanError.of(policy, qValues, gamma, customer, t);
                    discount *= log.discountOf(step, gamma);
                }
                double weight = weights.of(customer, t);
                if (selfNormalised) {
                    contributions.ratio(customer, t, weight * error, weight);
                } else {
                    contributions.add(customer, weight * error);
                }
            }
        }
        return contributions;
    }
}
