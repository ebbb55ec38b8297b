package io.leaven.trainer.dqn;

import io.leaven.trainer.replay.Batch;

/**
 * The weighted mean over the batch of Huber's loss (1964) of e = Q(state, action taken) - target: e^2 / 2 up to delta, delta (|e| -
 * delta / 2) beyond, so that no single error pulls harder than delta.
 */
final class HuberLoss implements Loss {

    private final float delta;

    /** @param delta above 0, in units of scaled rewards */
    HuberLoss(double delta) {
        this.delta = (float) delta;
    }

    @Override
    public double slope(Batch batch, int actions, float[] targets, float[] qValues, float[] slopes) {
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            int taken = i * actions + batch.actions()[i];
            float error = qValues[taken] - targets[i];
            float size = Math.abs(error);
            double loss = size <= delta ? .5 * error * error : delta * (size - .5 * delta);
            sum += batch.weights()[i] * loss;
            slopes[taken] = batch.weights()[i] * Math.max(-delta, Math.min(delta, error)) / batch.size();
        }
        return sum / batch.size();
    }
}
