package io.leaven.trainer.dqn;

import io.leaven.trainer.replay.Batch;

/** Arithmetic of targets: reward + gamma^elapsed x the value of the next state, or the reward alone where no step follows. */
final class NextValues {

    private NextValues() {}

    /** The action with the highest value among those allowed; the lowest index among equals. */
    static int best(float[] qValues, int from, int actions, long mask) {
        int best = -1;
        for (int action = 0; action < actions; action++) {
            if ((mask >>> action & 1) == 1 && (best < 0 || qValues[from + action] > qValues[from + best])) {
                best = action;
            }
        }
        return best;
    }

    /**
     * Fills in the targets.
     *
     * @param choosing says which next action is taken, size x actions
     * @param valuing says what it is worth, size x actions
     */
    static void targets(Batch batch, int actions, double gamma, float[] choosing, float[] valuing, float[] into) {
        for (int i = 0; i < batch.size(); i++) {
            into[i] = batch.rewards()[i];
            if (!batch.terminal()[i]) {
                int next = best(choosing, i * actions, actions, batch.nextMasks()[i]);
                int steps = batch.elapsed()[i];
                double discount = steps == 1 ? gamma : Math.pow(gamma, steps);
                into[i] += (float) (discount * valuing[i * actions + next]);
            }
        }
    }
}
