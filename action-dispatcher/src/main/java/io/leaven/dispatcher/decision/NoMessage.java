package io.leaven.dispatcher.decision;

import io.leaven.agent.action.ActionMask;
import io.leaven.agent.action.MarketingAction;
import io.leaven.agent.policy.Policy;

/**
 * Chooses "none", always.
 *
 * @param because why nothing is sent
 */
record NoMessage(String because) implements Policy {

    @Override
    public double[] probabilities(float[] qValues, ActionMask mask) {
        double[] probabilities = new double[mask.size()];
        probabilities[MarketingAction.NONE] = 1;
        return probabilities;
    }

    @Override
    public String describe() {
        return "none(" + because + ")";
    }
}
