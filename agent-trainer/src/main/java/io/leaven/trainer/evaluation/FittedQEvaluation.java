package io.leaven.trainer.evaluation;

/**
 * Fitted Q evaluation (Le, Voloshin and Yue 2019, "Batch policy learning under constraints"): regress r + gamma V_k(s') on (s, a) to
 * get Q_{k+1}, V_k(s) = sum over a of pi(a | s) Q_k(s, a), for three times as many rounds as the longest life has steps ({@link LinearBellman}). The
 * estimate is the mean of V(s_0).
 *
 * <p>It needs no propensities, so customers with unknown ones count like all others; in return it believes its features and
 * the Markov property. The interval shows the noise of the fit (through each customer's influence on it: Duan, Jia and Wang 2020,
 * "Minimax-optimal off-policy evaluation with linear function approximation"), not the bias of features that cannot express Q.
 *
 * @param model of Q
 */
public record FittedQEvaluation(LinearModel model) implements OffPolicyEstimator, QModel {

    /** Folds of {@link #qValues}. */
    private static final int FOLDS = 5;

    @Override
    public String name() {
        return "fqe";
    }

    @Override
    public Contributions contributions(PolicyOnLog policy, double gamma) {
        int customers = policy.log().customers();
        LinearQ fit = model.fit(policy, gamma, 1);
        double[] influence = new double[customers];
        double mean = 0;
        for (int customer = 0; customer < customers; customer++) {
            influence[customer] = fit.weightedErrors(policy, gamma, customer);
            mean += influence[customer] / customers;
        }
        Contributions contributions = new Contributions(customers, 0);
        for (int customer = 0; customer < customers; customer++) {
            contributions.add(customer, fit.value(policy, customer) + influence[customer] - mean);
        }
        contributions.effective(fit.effective(policy.log()));
        return contributions;
    }

    /** Q-values for {@link DoublyRobust}: a customer's by the customers of the four other folds out of five. */
    @Override
    public double[] qValues(PolicyOnLog policy, double gamma) {
        return model.fit(policy, gamma, Math.min(FOLDS, policy.log().customers()))
                .qValues();
    }
}
