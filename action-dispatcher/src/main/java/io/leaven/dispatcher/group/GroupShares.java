package io.leaven.dispatcher.group;

/**
 * How customers are split: the rest of the two shares is the agent's.
 *
 * @param holdout share of customers that are never messaged, 0 to 1
 * @param random share of customers with uniformly random actions, 0 to 1; both together at most 1
 */
public record GroupShares(double holdout, double random) {

    public GroupShares {
        if (!(holdout >= 0 && random >= 0 && holdout + random <= 1)) {
            throw new IllegalArgumentException("shares of holdout " + holdout + " and random " + random
                    + " must be 0 or more, and at most 1 together");
        }
    }

    /** Every customer is the agent's. */
    public static GroupShares agentOnly() {
        return new GroupShares(0, 0);
    }
}
