package io.leaven.trainer.dqn;

import io.leaven.trainer.replay.Batch;

/** What the Q-values of the actions taken should have been. */
public interface TargetRule {

    /**
     * Computes the target of each transition.
     *
     * @param online the network that learns
     * @param into one number for each transition
     */
    void targets(Batch batch, BackpropNetwork online, float[] into);
}
