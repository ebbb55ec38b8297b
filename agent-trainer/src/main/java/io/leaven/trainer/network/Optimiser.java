package io.leaven.trainer.network;

/** Moves parameters against a gradient. */
public interface Optimiser {

    /**
     * Makes one step.
     *
     * @param parameters changed in place
     * @param gradient of the loss by each parameter; may be changed
     */
    void step(float[] parameters, float[] gradient);
}
