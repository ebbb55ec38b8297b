package io.leaven.trainer.dqn;

import io.leaven.trainer.network.BackpropNetwork;
import io.leaven.trainer.replay.Batch;

/**
 * The paper's target, with the learning network itself as judge of the next state: the reward where no step follows, else
 *
 * <pre>
 * reward + gamma^elapsed max over allowed a' of Q(next state, a').
 * </pre>
 *
 * The target is a constant to the gradient. Not safe for use by several threads.
 */
public final class OnlineTarget implements TargetRule {

    private final double gamma;
    private float[] nextQValues = {};

    /** @param gamma discount of a step, 0 to 1 */
    public OnlineTarget(double gamma) {
        this.gamma = gamma;
    }

    @Override
    public void targets(Batch batch, BackpropNetwork online, float[] into) {
        int actions = online.spec().actions();
        if (nextQValues.length != batch.size() * actions) {
            nextQValues = new float[batch.size() * actions];
        }
        online.qValues(batch.nextStates(), nextQValues);
        NextValues.targets(batch, actions, gamma, nextQValues, nextQValues, into);
    }
}
