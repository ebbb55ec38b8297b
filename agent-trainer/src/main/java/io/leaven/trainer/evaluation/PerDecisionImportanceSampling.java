package io.leaven.trainer.evaluation;

/**
 * Per-decision importance sampling (Precup, Sutton and Singh 2000, "Eligibility traces for off-policy policy evaluation"):
 *
 * <pre>V = mean over customers of sum over t of gamma^t w_t r_t,   w_t = product over k = 0..t of pi(a_k | s_k) / b(a_k | s_k)</pre>
 *
 * Unbiased, without a model and without the Markov property. Its variance grows like the product of the weights: with ten
 * actions logged at random, by up to ten times for every step. A customer with an unknown propensity is left out, which is
 * unbiased if they are unknown by chance.
 *
 * @param limit most that w_t may be, above 0; infinite by default, since it brings in a bias
 */
public record PerDecisionImportanceSampling(double limit) implements OffPolicyEstimator {

    public PerDecisionImportanceSampling() {
        this(Double.POSITIVE_INFINITY);
    }

    @Override
    public String name() {
        return "pdis";
    }

    @Override
    public Contributions contributions(PolicyOnLog policy, double gamma) {
        LoggedCustomers log = policy.log();
        ImportanceWeights weights = new ImportanceWeights(policy, limit);
        Contributions contributions = new Contributions(log.customers(), 0);
        for (int customer = 0; customer < log.customers(); customer++) {
            if (weights.isUnknown(customer)) {
                contributions.leaveOut(customer);
                continue;
            }
            double discount = 1;
            for (int t = 0; t < log.length(customer); t++) {
                int step = log.firstStep(customer) + t;
                contributions.add(customer, discount * weights.of(customer, t) * log.reward(step));
                discount *= log.discountOf(step, gamma);
            }
        }
        return contributions;
    }
}
