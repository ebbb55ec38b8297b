package io.leaven.trainer.dqn;

import io.leaven.trainer.replay.Batch;

/**
 * Adds the term of conservative Q-learning (Kumar et al., 2020, CQL(H)) to another loss: alpha times the batch's mean of
 *
 * <pre>
 * log sum over a of exp Q(state, a) - Q(state, action taken),
 * </pre>
 *
 * which holds down the values of actions that the log does not show. For learning from a log alone.
 */
final class ConservativePenalty implements Loss {

    private final Loss loss;
    private final double alpha;

    ConservativePenalty(Loss loss, double alpha) {
        this.loss = loss;
        this.alpha = alpha;
    }

    @Override
    public double slope(Batch batch, int actions, float[] targets, float[] qValues, float[] slopes) {
        double sum = loss.slope(batch, actions, targets, qValues, slopes);
        double each = alpha / batch.size();
        for (int i = 0; i < batch.size(); i++) {
            int from = i * actions;
            float highest = Float.NEGATIVE_INFINITY;
            for (int action = 0; action < actions; action++) {
                highest = Math.max(highest, qValues[from + action]);
            }
            double total = 0;
            for (int action = 0; action < actions; action++) {
                total += Math.exp(qValues[from + action] - highest);
            }
            for (int action = 0; action < actions; action++) {
                slopes[from + action] += (float) (each * Math.exp(qValues[from + action] - highest) / total);
            }
            int taken = from + batch.actions()[i];
            slopes[taken] -= (float) each;
            sum += each * (highest + Math.log(total) - qValues[taken]);
        }
        return sum;
    }
}
