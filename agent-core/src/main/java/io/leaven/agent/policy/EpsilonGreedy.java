package io.leaven.agent.policy;

import io.leaven.agent.action.ActionMask;

/**
 * With probability epsilon any allowed action, all alike (the best among them); else the allowed action with the highest
 * Q-value, the lowest index among equals.
 *
 * @param epsilon 0 to 1
 */
public record EpsilonGreedy(double epsilon) implements Policy {

    public EpsilonGreedy {
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("epsilon " + epsilon + " is not between 0 and 1");
        }
    }

    /** @throws IllegalArgumentException if the Q-value of an allowed action is missing or not finite */
    @Override
    public double[] probabilities(float[] qValues, ActionMask mask) {
        double[] probabilities = Probabilities.uniform(mask, epsilon);
        probabilities[Probabilities.best(qValues, mask)] += 1 - epsilon;
        return Probabilities.summingToOne(probabilities);
    }

    @Override
    public String describe() {
        return "epsilon-greedy(" + epsilon + ")";
    }
}
