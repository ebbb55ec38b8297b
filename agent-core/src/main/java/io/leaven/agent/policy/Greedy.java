package io.leaven.agent.policy;

import io.leaven.agent.action.ActionMask;

/** Always the allowed action with the highest Q-value; the lowest index among equals. */
public record Greedy() implements Policy {

    /** @throws IllegalArgumentException if the Q-value of an allowed action is missing or not finite */
    @Override
    public double[] probabilities(float[] qValues, ActionMask mask) {
        double[] probabilities = new double[mask.size()];
        probabilities[Probabilities.best(qValues, mask)] = 1;
        return probabilities;
    }

    @Override
    public String describe() {
        return "greedy";
    }
}
