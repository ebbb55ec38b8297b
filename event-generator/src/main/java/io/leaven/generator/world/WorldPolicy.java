package io.leaven.generator.world;

/** Chooses actions inside the simulation, where no stream is between policy and customers. */
@FunctionalInterface
public interface WorldPolicy {

    /**
     * Writes the action of every customer.
     *
     * @param customers as they are before the step; not to be changed
     * @param step the world's time t, from 0
     * @param actions one for each customer, indices of the {@link ActionSpace}
     */
    void choose(LivingCohort customers, int step, byte[] actions);
}
