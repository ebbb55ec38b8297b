package io.leaven.trainer.dyna;

import io.leaven.causal.boosting.BoostedTrees;
import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.boosting.Objective;
import io.leaven.causal.boosting.TrainingRows;
import io.leaven.causal.boosting.TreeEnsemble;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Boosted trees for one outcome of a step, which stop growing when rows set aside are predicted no better. */
final class FittedTrees {

    /** Every so many-th row is set aside. */
    private static final int SET_ASIDE = 10;

    private static final int PATIENCE = 20;
    private static final int LEAST_ROWS = 200;
    private static final int MOST_TREES = 1_000;
    private static final double LEARNING_RATE = .05;
    private static final double ROWS_OF_A_TREE = .5;

    /** @param minChildWeight least sum of second derivatives in a leaf */
    record Shape(Objective objective, int depth, double minChildWeight) {}

    private final TreeEnsemble trees;

    private FittedTrees(TreeEnsemble trees) {
        this.trees = trees;
    }

    /**
     * Fits trees.
     *
     * @param aside which rows are set aside, 0 to 9
     * @param which rows count; below 200 of them every score is 0
     * @param target the outcome by row
     */
    static FittedTrees fit(
            ResponseData data,
            ActionColumns actions,
            Shape shape,
            long seed,
            int aside,
            IntPredicate which,
            IntToDoubleFunction target) {
        int[] rows = IntStream.range(0, data.size()).filter(which).toArray();
        if (rows.length < LEAST_ROWS) {
            return new FittedTrees(null);
        }
        int[] judging = IntStream.range(0, rows.length)
                .filter(i -> i % SET_ASIDE == aside)
                .map(i -> rows[i])
                .toArray();
        int[] kept = IntStream.range(0, rows.length)
                .filter(i -> i % SET_ASIDE != aside)
                .map(i -> rows[i])
                .toArray();
        BoostingSettings settings = new BoostingSettings(
                MOST_TREES, shape.depth(), LEARNING_RATE, shape.minChildWeight(), ROWS_OF_A_TREE, 1, seed, 1);
        return new FittedTrees(new BoostedTrees(settings, shape.objective())
                .train(table(data, actions, kept, target), table(data, actions, judging, target), PATIENCE));
    }

    private static TrainingRows table(
            ResponseData data, ActionColumns actions, int[] rows, IntToDoubleFunction target) {
        int features = data.features().size();
        int columns = features + actions.width();
        float[] values = new float[rows.length * columns];
        float[] outcome = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int feature = 0; feature < features; feature++) {
                values[i * columns + feature] = data.value(rows[i], feature);
            }
            double[] action = actions.byAction()[data.action(rows[i])];
            for (int column = 0; column < action.length; column++) {
                values[i * columns + features + column] = (float) action[column];
            }
            outcome[i] = (float) target.applyAsDouble(rows[i]);
        }
        return new TrainingRows(values, columns, outcome);
    }

    /**
     * The expected outcome of each row.
     *
     * @param rows features and action columns, row by row
     */
    float[] score(double[] rows, int count) {
        float[] scores = new float[count];
        if (trees != null) {
            trees.score(rows, scores);
        }
        return scores;
    }
}
