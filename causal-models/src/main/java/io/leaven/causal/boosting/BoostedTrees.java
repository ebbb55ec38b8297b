package io.leaven.causal.boosting;

import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Grows trees by gradient boosting (Friedman 2001, with the regularised objective of Chen and Guestrin 2016), in XGBoost. What
 * comes back is scored in Java; native memory is freed before {@link #train} returns.
 *
 * <p>With the logistic objective a row's Hessian is p(1 - p) instead of 1, so the child weight is multiplied by that of the mean
 * outcome: it stays a number of rows.
 *
 * <p>Equal rows in equal order, settings and one thread give equal trees. Safe for use by several threads.
 */
public final class BoostedTrees {

    /** Chances count as no nearer to 0 and 1 than this before the first tree. */
    private static final double CERTAIN = 1e-6;

    private final BoostingSettings settings;
    private final Objective objective;

    /** Regression on squared error. */
    public BoostedTrees(BoostingSettings settings) {
        this(settings, Objective.SQUARED_ERROR);
    }

    public BoostedTrees(BoostingSettings settings, Objective objective) {
        this.settings = settings;
        this.objective = objective;
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
        return train(new TrainingRows(rows, columns, outcome));
    }

    /** Fits the outcome by as many trees as the settings name. */
    public TreeEnsemble train(TrainingRows rows) {
        return train(rows, null, 0);
    }

    /**
     * Fits until the loss on other rows has not fallen for some rounds, and keeps the trees up to the lowest loss.
     *
     * @param validation rows that no tree is grown on
     * @param patience rounds without a new lowest loss after which the fit ends, 1 or more
     */
    public TreeEnsemble train(TrainingRows rows, TrainingRows validation, int patience) {
        check(rows);
        DMatrix matrix = null;
        DMatrix watched = null;
        Booster booster = null;
        try {
            matrix = matrix(rows);
            Map<String, Object> parameters = parameters(rows);
            if (validation == null) {
                booster = XGBoost.train(matrix, parameters, settings.rounds(), Map.of(), null, null);
                return ensemble(booster.toByteArray("json"));
            }
            watched = matrix(validation);
            booster = XGBoost.train(matrix, parameters, 1, Map.of(), null, null);
            int best = growUntilBest(booster, matrix, watched, patience);
            return ensemble(XgboostJson.firstTrees(booster.toByteArray("json"), best));
        } catch (XGBoostError | InvalidTreesException e) {
            throw new IllegalStateException("XGBoost could not fit " + rows.rows() + " rows: " + e.getMessage(), e);
        } finally {
            if (booster != null) {
                booster.dispose();
            }
            if (watched != null) {
                watched.dispose();
            }
            if (matrix != null) {
                matrix.dispose();
            }
        }
    }

    /** The number of trees with the lowest loss; one is there already. */
    private int growUntilBest(Booster booster, DMatrix matrix, DMatrix watched, int patience) throws XGBoostError {
        DMatrix[] sets = {watched};
        String[] names = {"validation"};
        float[] loss = new float[1];
        booster.evalSet(sets, names, 0, loss);
        float lowest = loss[0];
        int best = 1;
        for (int round = 1; round < settings.rounds() && round - best < patience; round++) {
            booster.update(matrix, round);
            booster.evalSet(sets, names, round, loss);
            if (loss[0] < lowest) {
                lowest = loss[0];
                best = round + 1;
            }
        }
        return best;
    }

    private static DMatrix matrix(TrainingRows rows) throws XGBoostError {
        DMatrix matrix = new DMatrix(rows.values(), rows.rows(), rows.columns(), Float.NaN);
        matrix.setLabel(rows.outcome());
        return matrix;
    }

    private static TreeEnsemble ensemble(byte[] json) throws InvalidTreesException {
        return TreeEnsemble.read(SavedTrees.compress(json));
    }

    private Map<String, Object> parameters(TrainingRows rows) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", objective.xgboost());
        parameters.put("eval_metric", objective.metric());
        parameters.put("tree_method", "hist");
        parameters.put("max_depth", settings.depth());
        parameters.put("eta", settings.eta());
        parameters.put("min_child_weight", settings.minChildWeight() * hessian(rows));
        parameters.put("subsample", settings.subsample());
        parameters.put("lambda", settings.lambda());
        if (objective == Objective.LOGISTIC) {
            // XGBoost would take the mean itself, which is no base for log odds where all outcomes are equal.
            parameters.put("base_score", Math.max(CERTAIN, Math.min(1 - CERTAIN, rows.meanOutcome())));
        }
        parameters.put("seed", settings.seed());
        parameters.put("nthread", settings.threads());
        return parameters;
    }

    private double hessian(TrainingRows rows) {
        double mean = rows.meanOutcome();
        return objective == Objective.LOGISTIC ? mean * (1 - mean) : 1;
    }

    private void check(TrainingRows rows) {
        if (objective != Objective.LOGISTIC) {
            return;
        }
        for (float y : rows.outcome()) {
            if (!(y >= 0 && y <= 1)) {
                throw new IllegalArgumentException("an outcome is " + y + ", which is no probability");
            }
        }
    }
}
