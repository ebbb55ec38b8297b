package io.leaven.trainer.evaluation;

/**
 * Self-normalised per-decision importance sampling (Precup, Sutton and Singh 2000; consistent form of Thomas 2015, "Safe
 * reinforcement learning", section 3.8):
 *
 * <pre>V = sum over t of (sum_i gamma^t w_ti r_ti) / (sum_i w_ti)</pre>
 *
 * Not unbiased but consistent, and never far from the rewards that were seen. A step that no customer reaches by the judged
 * policy's actions counts 0: then the estimate covers the first steps of a life only, which {@link WeightDiagnostics} tells. A
 * customer with an unknown propensity is left out.
 *
 * @param limit most that a weight may be before it is normalised, above 0; infinite by default, since it brings in a bias
 */
public record WeightedImportanceSampling(double limit) implements OffPolicyEstimator {

    public WeightedImportanceSampling() {
        this(Double.POSITIVE_INFINITY);
    }

    @Override
    public String name() {
        return "wis";
    }

    @Override
    public Contributions contributions(PolicyOnLog policy, double gamma) {
        LoggedCustomers log = policy.log();
        ImportanceWeights weights = new ImportanceWeights(policy, limit);
        Contributions contributions = new Contributions(log.customers(), weights.longest());
        for (int customer = 0; customer < log.customers(); customer++) {
            if (weights.isUnknown(customer)) {
                contributions.leaveOut(customer);
                continue;
            }
            double discount = 1;
            for (int t = 0; t < weights.longest(); t++) {
                double weight = weights.of(customer, t);
                double gained = 0;
                if (t < log.length(customer)) {
                    int step = log.firstStep(customer) + t;
                    gained = discount * weight * log.reward(step);
                    discount *= log.discountOf(step, gamma);
                }
                contributions.ratio(customer, t, gained, weight);
            }
        }
        return contributions;
    }
}
