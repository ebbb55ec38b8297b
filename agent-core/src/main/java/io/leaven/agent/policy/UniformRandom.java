package io.leaven.agent.policy;

import io.leaven.agent.action.ActionMask;

/** Every allowed action with the same probability. Needs no Q-values. */
public record UniformRandom() implements Policy {

    @Override
    public double[] probabilities(float[] qValues, ActionMask mask) {
        return Probabilities.summingToOne(Probabilities.uniform(mask, 1));
    }

    @Override
    public String describe() {
        return "uniform-random";
    }
}
