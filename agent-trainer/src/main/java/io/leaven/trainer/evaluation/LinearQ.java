package io.leaven.trainer.evaluation;

/**
 * Q-values and marginal weights of a policy by {@link LinearBellman}, each customer's from the other folds.
 *
 * @param qValues rows x actions
 * @param weights by step
 */
record LinearQ(double[] qValues, double[] weights) {

    /** Fits; with one fold, each customer's come from all customers. */
    static LinearQ fit(PolicyOnLog policy, StateFeatures features, double gamma, double ridge, int folds) {
        LoggedCustomers log = policy.log();
        LinearBellman bellman = new LinearBellman(policy, features, gamma, folds);
        double[] qValues = new double[log.rows() * log.actions()];
        double[] weights = new double[log.steps()];
        double[] ofActions = new double[log.actions()];
        for (int fold = 0; fold < folds; fold++) {
            LinearBellman.Solution solution = bellman.without(fold, ridge);
            for (int customer = fold; customer < log.customers(); customer += folds) {
                for (int t = 0; t <= log.length(customer); t++) {
                    int row = log.firstRow(customer) + t;
                    bellman.dot(solution.theta(), row, qValues, row * log.actions());
                    if (t < log.length(customer)) {
                        int step = log.firstStep(customer) + t;
                        bellman.dot(solution.omega(), row, ofActions, 0);
                        weights[step] = ofActions[log.action(step)];
                    }
                }
            }
        }
        return new LinearQ(qValues, weights);
    }
}
