package io.leaven.trainer.replay;

/**
 * Some transitions side by side, in arrays that are filled anew for every gradient step. Not safe for use by several threads.
 *
 * @param size transitions
 * @param width numbers of a state
 * @param states size x width, row by row
 * @param actions that were taken
 * @param rewards of the step, all of its terms
 * @param nextStates size x width, row by row; without meaning where terminal
 * @param nextMasks bit i is set if action i is allowed in the next state
 * @param elapsed steps between the two states, 1 or more
 * @param terminal no step follows
 */
public record Batch(
        int size,
        int width,
        float[] states,
        int[] actions,
        float[] rewards,
        float[] nextStates,
        long[] nextMasks,
        int[] elapsed,
        boolean[] terminal) {

    /** Room for a batch. */
    public static Batch ofSize(int size, int width) {
        return new Batch(
                size,
                width,
                new float[size * width],
                new int[size],
                new float[size],
                new float[size * width],
                new long[size],
                new int[size],
                new boolean[size]);
    }
}
