package io.leaven.trainer.dyna;

/**
 * Some imagined states side by side, with all that may follow from each: every action, and for each the four ways a step can go.
 * Filled anew for every gradient step. Not safe for use by several threads.
 *
 * @param size states
 * @param actions in the catalogue
 * @param states size x width
 * @param rewards expected, size x actions, dollars
 * @param futures size x {@link #FUTURES} x width: what the state may become
 * @param chances size x actions x {@link #WAYS}: of each way under each action, summing to 1
 * @param goesOn chance that a step follows, by state
 */
public record ImaginedBatch(
        int size, int actions, float[] states, float[] rewards, float[] futures, float[] chances, float[] goesOn) {

    /** Purchase and rise, purchase and stay, no purchase and stay, no purchase and fall. */
    public static final int WAYS = 4;

    /** The ways without a message, then the ways with one: what a state remembers of an action is whether it was a message. */
    public static final int FUTURES = 2 * WAYS;

    /** Room for a batch. */
    public static ImaginedBatch ofSize(int size, int width, int actions) {
        return new ImaginedBatch(
                size,
                actions,
                new float[size * width],
                new float[size * actions],
                new float[size * FUTURES * width],
                new float[size * actions * WAYS],
                new float[size]);
    }

    /** Where the futures of an action begin among those of a state. */
    public static int firstFuture(int action) {
        return action == 0 ? 0 : WAYS;
    }
}
