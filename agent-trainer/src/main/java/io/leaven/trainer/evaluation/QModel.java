package io.leaven.trainer.evaluation;

/** Where an estimator gets its Q-values from. */
@FunctionalInterface
public interface QModel {

    /**
     * Q(s, a) of the judged policy for every logged state and action. A customer's values should come from a model that has not
     * seen that customer: a model fitted to the very residuals that it is corrected by hides its own error.
     *
     * @return by row, rows x actions
     */
    double[] qValues(PolicyOnLog policy, double gamma);

    /** A Q-function that was learned elsewhere, such as the judged agent's own network. */
    static QModel of(QFunction learned) {
        return (policy, gamma) -> {
            float[] given = learned.qValues(policy.log().states(), policy.log().rows());
            double[] qValues = new double[given.length];
            for (int i = 0; i < given.length; i++) {
                qValues[i] = given[i];
            }
            return qValues;
        };
    }
}
