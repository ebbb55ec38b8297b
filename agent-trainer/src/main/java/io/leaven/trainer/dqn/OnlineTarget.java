package io.leaven.trainer.dqn;

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
        for (int i = 0; i < batch.size(); i++) {
            into[i] = batch.rewards()[i];
            if (!batch.terminal()[i]) {
                into[i] += (float) (discount(batch.elapsed()[i]) * highest(i * actions, actions, batch.nextMasks()[i]));
            }
        }
    }

    private double discount(int steps) {
        return steps == 1 ? gamma : Math.pow(gamma, steps);
    }

    private float highest(int from, int actions, long mask) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int action = 0; action < actions; action++) {
            if ((mask >>> action & 1) == 1) {
                highest = Math.max(highest, nextQValues[from + action]);
            }
        }
        return highest;
    }
}
