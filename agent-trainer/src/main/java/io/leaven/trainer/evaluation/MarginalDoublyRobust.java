package io.leaven.trainer.evaluation;

import java.util.function.Function;

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
 * @param features made from the log
 * @param ridge added to the diagonal, above 0, in units of steps; 1 is hardly any
 * @param folds 2 or more, at most as many as customers
 */
public record MarginalDoublyRobust(Function<LoggedCustomers, StateFeatures> features, double ridge, int folds)
        implements OffPolicyEstimator {

    public MarginalDoublyRobust {
        if (folds < 2) {
            throw new IllegalArgumentException("folds is " + folds + " but must be 2 or more");
        }
    }

    /** Quadratic features, ridge 1, five folds. */
    public MarginalDoublyRobust() {
        this(QuadraticFeatures::new, 1, 5);
    }

    @Override
    public String name() {
        return "mdr";
    }

    @Override
    public Contributions contributions(PolicyOnLog policy, double gamma) {
        LoggedCustomers log = policy.log();
        LinearQ fit = LinearQ.fit(policy, features.apply(log), gamma, ridge, folds);
        Contributions contributions = new Contributions(log.customers(), 0);
        for (int customer = 0; customer < log.customers(); customer++) {
            contributions.add(
                    customer,
                    policy.value(fit.qValues(), log.firstRow(customer)) + correction(policy, fit, gamma, customer));
        }
        return contributions;
    }

    /** The weighted errors of the model on one customer. */
    static double correction(PolicyOnLog policy, LinearQ fit, double gamma, int customer) {
        LoggedCustomers log = policy.log();
        double sum = 0;
        for (int t = 0; t < log.length(customer); t++) {
            sum += fit.weights()[log.firstStep(customer) + t]
                    * BellmanError.of(policy, fit.qValues(), gamma, customer, t);
        }
        return sum;
    }
}
