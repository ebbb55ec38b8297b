package io.leaven.trainer.evaluation;

import io.leaven.agent.action.ActionMask;
import io.leaven.agent.policy.Policy;
import java.util.Arrays;

/** A policy that is to be judged, over encoded states. */
@FunctionalInterface
public interface TargetPolicy {

    /**
     * The probability of each action in each state: 0 where masked, summing to 1 in each row.
     *
     * @param states row by row, rows x width; not to be changed
     * @param masks by row: bit i is set if action i is allowed
     * @param actions of the catalogue
     * @return row by row, rows x actions
     */
    double[] probabilities(float[] states, long[] masks, int actions);

    /** The policy that an agent acts by: its Q-values, and a rule that turns them into probabilities. */
    static TargetPolicy of(QFunction network, Policy rule) {
        return (states, masks, actions) -> {
            float[] qValues = network.qValues(states, masks.length);
            double[] probabilities = new double[masks.length * actions];
            for (int row = 0; row < masks.length; row++) {
                double[] one = rule.probabilities(
                        Arrays.copyOfRange(qValues, row * actions, (row + 1) * actions),
                        new ActionMask(actions, masks[row]));
                System.arraycopy(one, 0, probabilities, row * actions, actions);
            }
            return probabilities;
        };
    }
}
