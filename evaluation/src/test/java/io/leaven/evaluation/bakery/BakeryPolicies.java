package io.leaven.evaluation.bakery;

import io.leaven.agent.policy.Policy;
import io.leaven.generator.world.CounterRandom;
import io.leaven.generator.world.CounterRandom.Draw;
import io.leaven.trainer.evaluation.QFunction;
import io.leaven.trainer.evaluation.TargetPolicy;

/** Policies over the encoded states of {@link BakeryLog}. */
final class BakeryPolicies {

    private static final int ACTIONS = 10;
    private static final int LARGE_PUSH = 3;
    private static final int LARGE_EMAIL = 9;

    private BakeryPolicies() {}

    /** To log by: each customer has an own message rate, uniform in [0, 1), and each message the same chance. */
    static TargetPolicy randomRates(long seed) {
        CounterRandom random = new CounterRandom(seed);
        return (states, masks, actions) -> {
            double[] probabilities = new double[masks.length * actions];
            for (int i = 0; i < masks.length; i++) {
                double rate = random.uniform(i, 0, Draw.ACTION);
                for (int action = 0; action < actions; action++) {
                    probabilities[i * actions + action] = action == 0 ? 1 - rate : rate / (actions - 1);
                }
            }
            return probabilities;
        };
    }

    /**
     * A rule of thumb: a large discount, by push to the young and by email to the old, while the message load is below a limit;
     * nothing else.
     *
     * @param gold whether gold customers get messages too
     */
    static TargetPolicy rule(double loadBelow, boolean gold, Policy chooser) {
        QFunction wish = (states, rows) -> {
            float[] q = new float[rows * ACTIONS];
            for (int i = 0; i < rows; i++) {
                int at = i * BakeryLog.WIDTH;
                boolean isGold = states[at + BakeryLog.GOLD] > 0;
                if ((gold || !isGold) && 2 * (states[at + BakeryLog.LOAD] + 1) < loadBelow) {
                    q[i * ACTIONS + (states[at] < 0 ? LARGE_PUSH : LARGE_EMAIL)] = 1;
                }
            }
            return q;
        };
        return TargetPolicy.of(wish, chooser);
    }
}
