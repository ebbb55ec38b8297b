package io.leaven.agent.policy;

import io.leaven.agent.action.ActionMask;

/** Turns Q-values into the probability of each action. Pure: the draw is made elsewhere. */
public interface Policy {

    /**
     * The probability of each action: 0 where masked, summing to 1.
     *
     * @param qValues one for each action; of no effect on a policy that needs no network
     * @param mask what may be chosen
     */
    double[] probabilities(float[] qValues, ActionMask mask);

    /** The policy in words, such as {@code epsilon-greedy(0.01)}. */
    String describe();
}
