package io.leaven.trainer.dyna;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.causal.boosting.Objective;
import java.util.List;

/**
 * What customers do in a step, learned from what they did: the chance of a purchase and what it is worth by state and action, the
 * chance that the tier falls without one by state, and the chance that it rises on one by tier. A plan seeks out what a model
 * overestimates, so the purchase has two models that err in different ways, boosted trees and a network, whose log-odds are
 * averaged; the other outcomes have trees or plain shares. Immutable, safe for use by several threads.
 */
final class ResponseModel {

    private static final FittedTrees.Shape WORTH = new FittedTrees.Shape(Objective.SQUARED_ERROR, 5, 10);
    private static final FittedTrees.Shape DROP = new FittedTrees.Shape(Objective.LOGISTIC, 3, 50);

    private final ActionColumns actions;
    private final List<PurchaseModel> purchase;
    private final FittedTrees worth;
    private final FittedTrees drop;
    private final double[] rise;

    private ResponseModel(
            ActionColumns actions, List<PurchaseModel> purchase, FittedTrees worth, FittedTrees drop, double[] rise) {
        this.actions = actions;
        this.purchase = purchase;
        this.worth = worth;
        this.drop = drop;
        this.rise = rise;
    }

    /**
     * Fits the model.
     *
     * @param data some purchases and some steps without one among them
     */
    static ResponseModel fit(ResponseData data, ActionCatalogue catalogue, long seed) {
        ActionColumns actions = ActionColumns.of(catalogue);
        return new ResponseModel(
                actions,
                List.of(PurchaseTrees.fit(data, actions, seed), PurchaseNetwork.fit(data, actions, seed)),
                FittedTrees.fit(data, actions, WORTH, seed, 0, data::purchased, data::worth),
                FittedTrees.fit(
                        data,
                        ActionColumns.none(actions.actions()),
                        DROP,
                        seed,
                        0,
                        row -> !data.purchased(row) && data.canDrop(row),
                        row -> data.dropped(row) ? 1 : 0),
                data.riseShares());
    }

    /**
     * P(purchase) under every action.
     *
     * @param states raw features, row by row
     * @param count states
     * @return count x actions
     */
    float[] purchase(double[] states, int count) {
        double[] rows = actions.appendedTo(states, count);
        int size = count * actions.actions();
        List<double[]> logOdds = purchase.parallelStream()
                .map(model -> model.logOdds(rows, size))
                .toList();
        float[] chances = new float[size];
        for (int i = 0; i < size; i++) {
            double mean = 0;
            for (double[] model : logOdds) {
                mean += model[i] / logOdds.size();
            }
            chances[i] = (float) (1 / (1 + Math.exp(-mean)));
        }
        return chances;
    }

    /** What a purchase is worth in dollars under every action, beside the move of the tier: count x actions. */
    float[] worth(double[] states, int count) {
        return worth.score(actions.appendedTo(states, count), count * actions.actions());
    }

    /** P(tier falls), given no purchase, for a tier that can fall: one for each state. */
    float[] drop(double[] states, int count) {
        return drop.score(states, count);
    }

    /** P(tier rises), given a purchase. */
    double rise(int tier) {
        return rise[tier];
    }
}
