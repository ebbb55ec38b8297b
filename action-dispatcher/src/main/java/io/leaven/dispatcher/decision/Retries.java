package io.leaven.dispatcher.decision;

import java.time.Duration;

/**
 * How often, and after what pauses, a transaction that failed is made again.
 *
 * @param most how many may fail one after the other before the loop gives up
 * @param firstPause doubles with each failure in a row
 */
public record Retries(int most, Duration firstPause) {

    public Retries {
        if (most < 0 || most > 30) {
            throw new IllegalArgumentException("most " + most + " is not between 0 and 30");
        }
    }

    /** Ten, over 51 seconds. */
    public static Retries standard() {
        return new Retries(10, Duration.ofMillis(50));
    }

    /** @param failures in a row so far, 1 or more */
    Duration pause(int failures) {
        return firstPause.multipliedBy(1L << (failures - 1));
    }
}
