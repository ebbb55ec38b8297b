package io.leaven.trainer.dqn;

import io.leaven.trainer.replay.Batch;

/** The weighted mean over the batch of (Q(state, action taken) - target)^2. */
public final class SquaredError implements Loss {

    @Override
    public double slope(Batch batch, int actions, float[] targets, float[] qValues, float[] slopes) {
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            int taken = i * actions + batch.actions()[i];
            float error = qValues[taken] - targets[i];
            sum += (double) batch.weights()[i] * error * error;
            slopes[taken] = 2 * batch.weights()[i] * error / batch.size();
        }
        return sum / batch.size();
    }
}
