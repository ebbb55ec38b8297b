package io.leaven.causal.boosting;

import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Grows regression trees on squared error by gradient boosting (Friedman 2001, with the regularised objective of Chen and
 * Guestrin 2016), in XGBoost. What comes back is scored in Java; native memory is freed before {@link #train} returns.
 *
 * <p>Equal rows in equal order, settings and one thread give equal trees. Safe for use by several threads.
 */
public final class BoostedTrees {

    private final BoostingSettings settings;

    public BoostedTrees(BoostingSettings settings) {
        this.settings = settings;
    }

    /**
     * Fits the outcome.
     *
     * @param rows row-major, {@code outcome.length x columns}; NaN is a missing value
     * @param columns features in a row, 1 or more
     * @param outcome what to predict, one finite number for each row
     * @throws IllegalArgumentException if there are no rows, the sizes disagree or a number is infinite
     */
    public TreeEnsemble train(float[] rows, int columns, float[] outcome) {
        check(rows, columns, outcome);
        DMatrix matrix = null;
        Booster booster = null;
        try {
            matrix = new DMatrix(rows, outcome.length, columns, Float.NaN);
            matrix.setLabel(outcome);
            booster = XGBoost.train(matrix, parameters(), settings.rounds(), Map.of(), null, null);
            return TreeEnsemble.read(SavedTrees.compress(booster.toByteArray("json")));
        } catch (XGBoostError | InvalidTreesException e) {
            throw new IllegalStateException("XGBoost could not fit " + outcome.length + " rows: " + e.getMessage(), e);
        } finally {
            if (booster != null) {
                booster.dispose();
            }
            if (matrix != null) {
                matrix.dispose();
            }
        }
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", "reg:squarederror");
        parameters.put("tree_method", "hist");
        parameters.put("max_depth", settings.depth());
        parameters.put("eta", settings.eta());
        parameters.put("min_child_weight", settings.minChildWeight());
        parameters.put("subsample", settings.subsample());
        parameters.put("lambda", settings.lambda());
        parameters.put("seed", settings.seed());
        parameters.put("nthread", settings.threads());
        return parameters;
    }

    private static void check(float[] rows, int columns, float[] outcome) {
        if (columns < 1 || outcome.length < 1 || rows.length != (long) outcome.length * columns) {
            throw new IllegalArgumentException(rows.length + " values are not " + outcome.length + " rows of " + columns
                    + " columns, at least one of each");
        }
        for (int i = 0; i < rows.length; i++) {
            if (Float.isInfinite(rows[i])) {
                throw new IllegalArgumentException("row " + i / columns + ", column " + i % columns + " is infinite");
            }
        }
        for (int i = 0; i < outcome.length; i++) {
            if (!Float.isFinite(outcome[i])) {
                throw new IllegalArgumentException("the outcome of row " + i + " is " + outcome[i]);
            }
        }
    }
}
