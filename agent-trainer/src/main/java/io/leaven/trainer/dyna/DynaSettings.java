package io.leaven.trainer.dyna;

/**
 * How much is imagined.
 *
 * @param updates gradient steps on imagined states after each fit of the response model; 0 leaves imagination out
 * @param growth the model is fitted anew when there are this share more transitions than at the last fit, above 0
 * @param dataTransitions most transitions to fit the model to, the newest
 * @param customers imagined after each fit
 * @param steps that each of them lives
 * @param memoryStates most imagined states to learn from, the newest
 * @param batchSize states of a gradient step, each with all actions
 */
public record DynaSettings(
        int updates, double growth, int dataTransitions, int customers, int steps, int memoryStates, int batchSize) {

    public DynaSettings {
        if (updates < 0
                || !(growth > 0 && Double.isFinite(growth))
                || Math.min(dataTransitions, Math.min(customers, steps)) < 1
                || Math.min(memoryStates, batchSize) < 1) {
            throw new IllegalArgumentException("imagination needs updates of 0 or more (" + updates
                    + "), growth above 0 ("
                    + growth + ") and sizes of 1 or more (" + dataTransitions + ", " + customers + ", " + steps + ", "
                    + memoryStates + ", " + batchSize + ")");
        }
    }

    public boolean isOn() {
        return updates > 0;
    }
}
