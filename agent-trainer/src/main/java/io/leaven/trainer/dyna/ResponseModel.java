package io.leaven.trainer.dyna;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;
import io.leaven.causal.boosting.BoostedTrees;
import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.boosting.Objective;
import io.leaven.causal.boosting.TrainingRows;
import io.leaven.causal.boosting.TreeEnsemble;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What customers do in a step, learned from what they did: the chance of a purchase and what it is worth by state and action, the
 * chance that the tier falls without one by state (all three boosted trees that stop growing when rows set aside are predicted no
 * better), and the chance that it rises on one by tier. Trees see the action as columns: whether there is a message, and which
 * channel and promotion. Immutable, safe for use by several threads.
 */
final class ResponseModel {

    /** Every so many-th row is set aside. */
    private static final int SET_ASIDE = 10;

    private static final int PATIENCE = 20;

    /**
     * Models of the purchase, each with other rows set aside; their log-odds are averaged. A plan seeks out what a model
     * overestimates, and two see less of what is not there than one.
     */
    private static final int MEMBERS = 2;

    private static final int LEAST_ROWS = 200;
    private static final double CERTAIN = 1e-6;

    private final ActionColumns actions;
    private final List<TreeEnsemble> purchase;
    private final TreeEnsemble worth;
    private final TreeEnsemble drop;
    private final double[] rise;

    private ResponseModel(
            ActionColumns actions, List<TreeEnsemble> purchase, TreeEnsemble worth, TreeEnsemble drop, double[] rise) {
        this.actions = actions;
        this.purchase = purchase;
        this.worth = worth;
        this.drop = drop;
        this.rise = rise;
    }

    /** The action as numbers for trees. */
    record ActionColumns(double[][] byAction) {

        static ActionColumns of(ActionCatalogue catalogue) {
            int channels = catalogue.channels().size();
            int promotions = catalogue.promotions().size();
            double[][] columns = new double[catalogue.size()][1 + channels + promotions];
            for (MarketingAction action : catalogue.actions()) {
                if (action.isMessage()) {
                    double[] own = columns[action.index()];
                    own[0] = 1;
                    own[1 + catalogue.channels().indexOf(action.channel())] = 1;
                    own[1 + channels + catalogue.promotions().indexOf(action.promotion())] = 1;
                }
            }
            return new ActionColumns(columns);
        }

        int width() {
            return byAction[0].length;
        }
    }

    /**
     * Fits the model.
     *
     * @param data some purchases and some steps without one among them
     */
    static ResponseModel fit(ResponseData data, ActionCatalogue catalogue, long seed) {
        ActionColumns actions = ActionColumns.of(catalogue);
        List<TreeEnsemble> purchase = IntStream.range(0, MEMBERS)
                .parallel()
                .mapToObj(member -> trees(
                        data,
                        actions,
                        seed + member,
                        member,
                        row -> true,
                        row -> data.purchased(row) ? 1 : 0,
                        Objective.LOGISTIC,
                        5,
                        20))
                .toList();
        TreeEnsemble worth =
                trees(data, actions, seed, 0, data::purchased, data::worth, Objective.SQUARED_ERROR, 5, 10);
        TreeEnsemble drop = trees(
                data,
                new ActionColumns(new double[catalogue.size()][0]),
                seed,
                0,
                row -> !data.purchased(row) && data.canDrop(row),
                row -> data.dropped(row) ? 1 : 0,
                Objective.LOGISTIC,
                3,
                50);
        return new ResponseModel(actions, purchase, worth, drop, data.riseShares());
    }

    private static TreeEnsemble trees(
            ResponseData data,
            ActionColumns actions,
            long seed,
            int aside,
            IntPredicate which,
            IntToDoubleFunction target,
            Objective objective,
            int depth,
            double minChildWeight) {
        int[] rows = IntStream.range(0, data.size()).filter(which).toArray();
        if (rows.length < LEAST_ROWS) {
            return null;
        }
        int[] judging = IntStream.range(0, rows.length)
                .filter(i -> i % SET_ASIDE == aside)
                .map(i -> rows[i])
                .toArray();
        int[] kept = IntStream.range(0, rows.length)
                .filter(i -> i % SET_ASIDE != aside)
                .map(i -> rows[i])
                .toArray();
        BoostingSettings settings = new BoostingSettings(1_000, depth, .05, minChildWeight, .5, 1, seed, 1);
        return new BoostedTrees(settings, objective)
                .train(table(data, actions, kept, target), table(data, actions, judging, target), PATIENCE);
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
            double[] action = actions.byAction[data.action(rows[i])];
            for (int column = 0; column < action.length; column++) {
                values[i * columns + features + column] = (float) action[column];
            }
            outcome[i] = (float) target.applyAsDouble(rows[i]);
        }
        return new TrainingRows(values, columns, outcome);
    }

    /**
     * P(purchase) under every action.
     *
     * @param states raw features, row by row
     * @param count states
     * @return count x actions
     */
    float[] purchase(double[] states, int count) {
        double[] rows = withActions(states, count);
        int size = count * actions.byAction.length;
        List<float[]> scores =
                purchase.parallelStream().map(trees -> score(trees, rows, size)).toList();
        float[] mean = new float[size];
        for (int i = 0; i < size; i++) {
            double logOdds = 0;
            for (float[] member : scores) {
                double p = Math.max(CERTAIN, Math.min(1 - CERTAIN, member[i]));
                logOdds += Math.log(p / (1 - p)) / MEMBERS;
            }
            mean[i] = (float) (1 / (1 + Math.exp(-logOdds)));
        }
        return mean;
    }

    /** What a purchase is worth in dollars under every action, beside the move of the tier: count x actions. */
    float[] worth(double[] states, int count) {
        return score(worth, withActions(states, count), count * actions.byAction.length);
    }

    /** P(tier falls), given no purchase, for a tier that can fall: one for each state. */
    float[] drop(double[] states, int count) {
        return score(drop, states, count);
    }

    /** P(tier rises), given a purchase. */
    double rise(int tier) {
        return rise[tier];
    }

    private static float[] score(TreeEnsemble trees, double[] rows, int count) {
        float[] scores = new float[count];
        if (trees != null) {
            trees.score(rows, scores);
        }
        return scores;
    }

    private double[] withActions(double[] states, int count) {
        int features = states.length / count;
        int columns = features + actions.width();
        double[] rows = new double[count * actions.byAction.length * columns];
        int at = 0;
        for (int state = 0; state < count; state++) {
            for (double[] action : actions.byAction) {
                System.arraycopy(states, state * features, rows, at, features);
                System.arraycopy(action, 0, rows, at + features, action.length);
                at += columns;
            }
        }
        return rows;
    }
}
