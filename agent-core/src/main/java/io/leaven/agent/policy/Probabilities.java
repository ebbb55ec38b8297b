package io.leaven.agent.policy;

import io.leaven.agent.action.ActionMask;

/** Arithmetic that every policy needs. */
final class Probabilities {

    private static final double GRAINS = 0x1.0p53;

    private Probabilities() {}

    /**
     * The allowed action with the highest Q-value, the lowest index among equals.
     *
     * @throws IllegalArgumentException if a Q-value is missing, or that of an allowed action is not finite
     */
    static int best(float[] qValues, ActionMask mask) {
        if (qValues == null || qValues.length != mask.size()) {
            throw new IllegalArgumentException("need a Q-value for each of " + mask.size() + " actions, got "
                    + (qValues == null ? "none" : String.valueOf(qValues.length)));
        }
        int best = -1;
        for (int action = 0; action < qValues.length; action++) {
            if (mask.allows(action)) {
                if (!Float.isFinite(qValues[action])) {
                    throw new IllegalArgumentException(
                            "the Q-value of action " + action + " is " + qValues[action] + ", which is not finite");
                }
                if (best < 0 || qValues[action] > qValues[best]) {
                    best = action;
                }
            }
        }
        return best;
    }

    /** Spreads a share of the probability evenly over the allowed actions. */
    static double[] uniform(ActionMask mask, double share) {
        double[] probabilities = new double[mask.size()];
        double each = share / mask.count();
        mask.stream().forEach(action -> probabilities[action] = each);
        return probabilities;
    }

    /**
     * Rounds probabilities to multiples of 2^-53, which add up without rounding, and gives what is missing to 1 to the most
     * likely action: the sum is exactly 1 in any order.
     */
    static double[] summingToOne(double[] probabilities) {
        int largest = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[largest]) {
                largest = i;
            }
        }
        double others = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (i != largest) {
                probabilities[i] = Math.rint(probabilities[i] * GRAINS) / GRAINS;
                others += probabilities[i];
            }
        }
        probabilities[largest] = 1 - others;
        return probabilities;
    }
}
