package io.leaven.trainer.evaluation;

/** The numbers x(s) that a {@link LinearModel} sees of an encoded state. */
public interface StateFeatures {

    /** How many numbers. */
    int size();

    /** How many of them, the first ones, an action may change the weight of. */
    default int ofActions() {
        return size();
    }

    /** Writes the numbers of the state at {@code states[from ..]} to {@code into[0 .. size)}. */
    void write(float[] states, int from, double[] into);
}
