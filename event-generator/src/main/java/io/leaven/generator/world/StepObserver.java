package io.leaven.generator.world;

/** Is told of each step that a whole cohort has lived. */
@FunctionalInterface
public interface StepObserver {

    /**
     * @param customers after the step
     * @param step the world's time t, from 0
     * @param actions what was done for each customer
     */
    void lived(LivingCohort customers, int step, byte[] actions);
}
