package io.leaven.trainer.replay;

import java.util.Arrays;

/**
 * Some transitions side by side, in arrays that are filled anew for every gradient step. Not safe for use by several threads.
 *
 * @param size transitions
 * @param width numbers of a state
 * @param rows where in the memory each comes from
 * @param weights how much each counts, 1 where all count alike
 * @param states size x width, row by row
 * @param actions that were taken
 * @param rewards of the step or steps between the two states, all terms
 * @param nextStates size x width, row by row; without meaning where terminal
 * @param nextMasks bit i is set if action i is allowed in the next state
 * @param elapsed steps between the two states, 1 or more
 * @param terminal no step follows
 * @param errors Q(state, action taken) - target, filled in by the gradient step
 */
public record Batch(
        int size,
        int width,
        int[] rows,
        float[] weights,
        float[] states,
        int[] actions,
        float[] rewards,
        float[] nextStates,
        long[] nextMasks,
        int[] elapsed,
        boolean[] terminal,
        float[] errors) {

    /** Room for a batch in which all count alike. */
    public static Batch ofSize(int size, int width) {
        float[] weights = new float[size];
        Arrays.fill(weights, 1);
        return new Batch(
                size,
                width,
                new int[size],
                weights,
                new float[size * width],
                new int[size],
                new float[size],
                new float[size * width],
                new long[size],
                new int[size],
                new boolean[size],
                new float[size]);
    }

    /** Mean of the errors without their sign. */
    public double meanError() {
        double sum = 0;
        for (float error : errors) {
            sum += Math.abs(error);
        }
        return sum / size;
    }
}
