package io.leaven.agent.policy;

import io.leaven.agent.action.ActionMask;

/**
 * Another policy that sends a message only if it promises enough more than none: to it, none is worth that much more than its
 * Q-value. Q-values are estimates, and the best of nine messages is one that was overestimated; a gain within their error would be
 * messages for nothing.
 *
 * @param policy that chooses then
 * @param leastGain dollars over the rest of a customer's life, 0 or more
 */
public record Sparing(Policy policy, double leastGain) implements Policy {

    private static final int NONE = 0;

    public Sparing {
        if (!(leastGain >= 0 && Double.isFinite(leastGain))) {
            throw new IllegalArgumentException("the least gain of a message must be 0 or more, not " + leastGain);
        }
    }

    @Override
    public double[] probabilities(float[] qValues, ActionMask mask) {
        if (qValues == null) {
            return policy.probabilities(null, mask);
        }
        float[] raised = qValues.clone();
        raised[NONE] += (float) leastGain;
        return policy.probabilities(raised, mask);
    }

    @Override
    public String describe() {
        return policy.describe() + ", least gain " + leastGain;
    }
}
