package io.leaven.causal.boosting;

/** What trees are grown to predict. */
public enum Objective {
    /** A number, by least squares. */
    SQUARED_ERROR("reg:squarederror", "rmse"),
    /** The probability of a 1 among 0 and 1, by log loss; labels between them count in part. */
    LOGISTIC("binary:logistic", "logloss");

    private final String xgboost;
    private final String metric;

    Objective(String xgboost, String metric) {
        this.xgboost = xgboost;
        this.metric = metric;
    }

    /** XGBoost's name. */
    String xgboost() {
        return xgboost;
    }

    /** The loss that early stopping watches; lower is better. */
    String metric() {
        return metric;
    }
}
