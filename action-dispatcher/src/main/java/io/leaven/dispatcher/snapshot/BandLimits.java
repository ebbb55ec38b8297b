package io.leaven.dispatcher.snapshot;

/**
 * How wide the control bands are.
 *
 * @param alpha chance that a snapshot which differs from the last good one by no more than is allowed is ever found outside
 * @param customers after which a trial ends
 * @param window customers between two looks
 * @param share how much the share of an action may change, 0 to 1; 1 for any
 * @param valueFactor by which the mean of the highest Q-value may rise or fall, above 1
 */
public record BandLimits(double alpha, int customers, int window, double share, double valueFactor) {

    /** Fewer customers than that do not tell a mean's spread. */
    public static final int FEWEST_CUSTOMERS = 100;

    public BandLimits {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha " + alpha + " is not between 0 and 1");
        }
        if (customers < FEWEST_CUSTOMERS || window < 1) {
            throw new IllegalArgumentException("a trial needs " + FEWEST_CUSTOMERS + " customers or more, not "
                    + customers + ", and a window of 1 or more, not " + window);
        }
        if (!(share > 0 && share <= 1 && valueFactor > 1 && Double.isFinite(valueFactor))) {
            throw new IllegalArgumentException("the share " + share
                    + " is not above 0 and up to 1, or the factor of values " + valueFactor + " not above 1");
        }
    }
}
