package io.leaven.trainer.dyna;

/**
 * How much is imagined.
 *
 * @param updates least gradient steps on imagined states after each fit of the response model; 0 leaves imagination out
 * @param updatesPerTransition gradient steps after a fit for each transition that it was fitted to, if those are more
 * @param mostUpdates most gradient steps after a fit
 * @param renewal gradient steps until new customers are imagined by the same model, under the agent as it is by then
 * @param growth the model is fitted anew when there are this share more transitions than at the last fit, above 0
 * @param dataTransitions most transitions to fit the model to, the newest
 * @param customers imagined at each renewal
 * @param steps that each of them lives
 * @param memoryStates most imagined states to learn from, the newest
 * @param batchSize states of a gradient step, each with all actions
 */
public record DynaSettings(
        int updates,
        double updatesPerTransition,
        int mostUpdates,
        int renewal,
        double growth,
        int dataTransitions,
        int customers,
        int steps,
        int memoryStates,
        int batchSize) {

    public DynaSettings {
        if (updates < 0
                || !(updatesPerTransition >= 0 && Double.isFinite(updatesPerTransition))
                || mostUpdates < updates) {
            throw new IllegalArgumentException("imagination needs updates of 0 or more (" + updates
                    + "), updates per transition of 0 or more (" + updatesPerTransition
                    + ") and most updates that are no fewer than the updates (" + mostUpdates + ")");
        }
        if (!(growth > 0 && Double.isFinite(growth))
                || Math.min(renewal, Math.min(dataTransitions, Math.min(customers, steps))) < 1
                || Math.min(memoryStates, batchSize) < 1) {
            throw new IllegalArgumentException(
                    "imagination needs growth above 0 (" + growth + ") and sizes of 1 or more (" + renewal + ", "
                            + dataTransitions + ", " + customers + ", " + steps + ", " + memoryStates + ", " + batchSize
                            + ")");
        }
    }

    public boolean isOn() {
        return updates > 0;
    }

    /** Gradient steps after a fit to so many transitions. */
    long updates(int transitions) {
        return Math.round(Math.max(updates, Math.min(mostUpdates, updatesPerTransition * transitions)));
    }
}
