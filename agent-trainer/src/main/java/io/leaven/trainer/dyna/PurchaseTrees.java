package io.leaven.trainer.dyna;

import io.leaven.causal.boosting.Objective;
import java.util.List;
import java.util.stream.IntStream;

/** The chance of a purchase by two ensembles of boosted trees, each with other rows set aside, whose log-odds are averaged. */
final class PurchaseTrees implements PurchaseModel {

    private static final int MEMBERS = 2;
    private static final FittedTrees.Shape SHAPE = new FittedTrees.Shape(Objective.LOGISTIC, 5, 20);
    private static final double CERTAIN = 1e-6;

    private final List<FittedTrees> members;

    private PurchaseTrees(List<FittedTrees> members) {
        this.members = members;
    }

    static PurchaseTrees fit(ResponseData data, ActionColumns actions, long seed) {
        return new PurchaseTrees(IntStream.range(0, MEMBERS)
                .parallel()
                .mapToObj(member -> FittedTrees.fit(
                        data, actions, SHAPE, seed + member, member, row -> true, row -> data.purchased(row) ? 1 : 0))
                .toList());
    }

    @Override
    public double[] logOdds(double[] rows, int count) {
        List<float[]> scores =
                members.parallelStream().map(trees -> trees.score(rows, count)).toList();
        double[] mean = new double[count];
        for (float[] member : scores) {
            for (int i = 0; i < count; i++) {
                double p = Math.max(CERTAIN, Math.min(1 - CERTAIN, member[i]));
                mean[i] += Math.log(p / (1 - p)) / MEMBERS;
            }
        }
        return mean;
    }
}
