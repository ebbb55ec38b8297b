package io.leaven.trainer.evaluation;

import io.leaven.schemas.feature.StateFeature;
import java.util.List;
import java.util.function.Function;

/**
 * A linear Q-function: Q(s, a) = theta . x(s) + sum over the parts of a of theta_part . y(s), by ridge regression; y are the first numbers of x,
 * those that actions change the weight of.
 *
 * @param features x, made from the log
 * @param parts of the actions
 * @param ridge penalty on the square of each parameter, above 0; 1 weighs as much as one logged step at one standard deviation
 */
public record LinearModel(Function<LoggedCustomers, StateFeatures> features, ActionParts parts, double ridge) {

    public LinearModel {
        if (!(ridge > 0)) {
            throw new IllegalArgumentException("the ridge is " + ridge + " but must be above 0");
        }
    }

    /** Quadratic in the state, ridge 1. */
    public static LinearModel quadratic(ActionParts parts) {
        return new LinearModel(QuadraticFeatures::new, parts, 1);
    }

    /**
     * By {@link TierFeatures}, ridge 30: from some hundred customers.
     *
     * @param state what the numbers of a state are
     */
    public static LinearModel byTier(ActionParts parts, List<StateFeature> state) {
        return new LinearModel(log -> new TierFeatures(log, state), parts, 30);
    }

    /**
     * Q-values and marginal weights of a policy, each customer's fitted on the other folds.
     *
     * @param folds customer i is of fold i modulo folds; with one, each customer's come from all customers
     */
    LinearQ fit(PolicyOnLog policy, double gamma, int folds) {
        LoggedCustomers log = policy.log();
        LinearBellman bellman = new LinearBellman(policy, features.apply(log), parts, gamma, folds);
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
