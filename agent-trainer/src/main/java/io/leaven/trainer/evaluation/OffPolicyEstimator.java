package io.leaven.trainer.evaluation;

/**
 * Estimates what a policy would earn per customer, from customers that another policy was tried on:
 *
 * <pre>V(pi) = E[ sum over t of gamma^(elapsed until t) r_t ], actions by pi, over a customer's logged life</pre>
 *
 * <p>Which one: {@link DoublyRobust} where the logging policy is near the judged one, so that weights stay small;
 * {@link MarginalDoublyRobust} over long lives under a log far from the judged policy (a random one). The importance sampling
 * ones need no model and are unbiased, but with ten actions and fifty steps their variance leaves nothing to see; they are the
 * check of the others on short or near logs. {@link FittedQEvaluation} rests on its model alone.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 */
public interface OffPolicyEstimator {

    /** Name in reports, such as {@code pdis}. */
    String name();

    /**
     * What each customer adds to the estimate.
     *
     * @param policy to judge, on the log
     * @param gamma discount of a step, above 0 to 1
     */
    Contributions contributions(PolicyOnLog policy, double gamma);
}
