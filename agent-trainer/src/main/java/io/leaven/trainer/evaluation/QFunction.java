package io.leaven.trainer.evaluation;

/** Scores encoded states; {@code QNetwork::qValues} is one. */
@FunctionalInterface
public interface QFunction {

    /**
     * The Q-values of a batch.
     *
     * @param states row by row, rows x width; not to be changed
     * @return row by row, rows x actions
     */
    float[] qValues(float[] states, int rows);
}
