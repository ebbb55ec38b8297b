package io.leaven.trainer.dqn;

import io.leaven.trainer.replay.Batch;

/** How wrong Q-values are. */
public interface Loss {

    /**
     * Computes the loss of a batch and its slope.
     *
     * @param actions how many there are in the catalogue
     * @param targets one for each transition
     * @param qValues size x actions
     * @param slopes size x actions of zeros, to be filled with the loss's derivatives by each Q-value
     * @return the loss
     */
    double slope(Batch batch, int actions, float[] targets, float[] qValues, float[] slopes);
}
