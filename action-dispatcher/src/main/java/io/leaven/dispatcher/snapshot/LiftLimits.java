package io.leaven.dispatcher.snapshot;

/**
 * How low the lift may be.
 *
 * @param alpha chance that a snapshot which is worth the least is ever found to be worth less
 * @param least dollars a step that the agent's customers must bring more than the holdout's
 * @param steps of each customer that count, 1 or more
 * @param customers after which a snapshot's lift is not watched any more: a bound of memory
 */
public record LiftLimits(double alpha, double least, int steps, int customers) {

    public LiftLimits {
        if (!(alpha > 0 && alpha < 1 && Double.isFinite(least)) || steps < 1 || customers < 1) {
            throw new IllegalArgumentException("alpha " + alpha + " is not between 0 and 1, the least lift " + least
                    + " not finite, or " + steps + " steps or " + customers + " customers are fewer than 1");
        }
    }
}
