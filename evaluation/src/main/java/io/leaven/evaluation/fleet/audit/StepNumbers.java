package io.leaven.evaluation.fleet.audit;

import java.util.Arrays;

/** A number for each step of each customer, 0 where none was set. Not safe for use by several threads. */
final class StepNumbers {

    private final int[][] numbers = new int[StepSet.MOST_STEPS][0];

    int get(CustomerStep step) {
        int[] ofStep = numbers[step.step()];
        return step.customer() < ofStep.length ? ofStep[step.customer()] : 0;
    }

    void set(CustomerStep step, int number) {
        int[] ofStep = numbers[step.step()];
        if (step.customer() >= ofStep.length) {
            ofStep = Arrays.copyOf(ofStep, Math.max(1_024, 2 * step.customer()));
            numbers[step.step()] = ofStep;
        }
        ofStep[step.customer()] = number;
    }
}
