package io.leaven.trainer.evaluation;

/**
 * What a linear Q-function sees of an encoded state: Q(s, a) = theta . shared(s) + theta_a . own(s), with a theta_a for each
 * action but the first, which is the one that the others are compared with.
 */
public interface StateFeatures {

    /** Numbers that all actions share. */
    int shared();

    /** Numbers that each action but the first weighs for itself. */
    int own();

    /** Writes the shared numbers of the state at {@code states[from ..]} to {@code into[0 .. shared)}. */
    void shared(float[] states, int from, double[] into);

    /** Writes the own numbers of the state at {@code states[from ..]} to {@code into[0 .. own)}. */
    void own(float[] states, int from, double[] into);
}
