package io.leaven.trainer.evaluation;

/**
 * Doubly robust evaluation with marginal weights (Kallus and Uehara 2020, "Double reinforcement learning for efficient off-policy
 * evaluation in Markov decision processes"):
 *
 * <pre>V = mean over customers of V(s_0) + sum over t of m(s_t, a_t) (r_t + gamma V(s_{t+1}) - Q(s_t, a_t))</pre>
 *
 * m(s, a) says how much more often the judged policy visits (s, a) than the log, and stands for the product of the weights
 * along the path. It does not grow with the length of the life, which is what makes fifty steps under a random log possible. Q and m
 * are linear ({@link LinearBellman}) and, for each customer, fitted on the other folds (cross-fitting, Chernozhukov et al. 2018), so
 * that the estimate is off only by the product of the errors of both, and its interval shows the noise of the fit.
 *
 * <p>The price: m is learned, so propensities are not used at all, and state and features must hold what matters of the past (the
 * Markov property). Customers with unknown propensities count like all others. Where a log just ends, V stands in for the
 * customer's future.
 *
 * @param model of Q and m
 * @param folds 2 or more, at most as many as customers
 */
public record MarginalDoublyRobust(LinearModel model, int folds) implements OffPolicyEstimator {

    public MarginalDoublyRobust {
        if (folds < 2) {
            throw new IllegalArgumentException("folds is " + folds + " but must be 2 or more");
        }
    }

    /** With five folds. */
    public MarginalDoublyRobust(LinearModel model) {
        this(model, 5);
    }

    @Override
    public String name() {
        return "mdr";
    }

    @Override
    public Contributions contributions(PolicyOnLog policy, double gamma) {
        LinearQ fit = model.fit(policy, gamma, folds);
        int customers = policy.log().customers();
        Contributions contributions = new Contributions(customers, 0);
        for (int customer = 0; customer < customers; customer++) {
            contributions.add(customer, fit.value(policy, customer) + fit.weightedErrors(policy, gamma, customer));
        }
        contributions.effective(fit.effective(policy.log()));
        return contributions;
    }
}
