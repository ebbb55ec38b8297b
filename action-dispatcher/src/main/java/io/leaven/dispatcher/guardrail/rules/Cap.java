package io.leaven.dispatcher.guardrail.rules;

import java.time.Duration;

/**
 * At most so many in any window of that length: {@code 3 per 7d}.
 *
 * @param most 0 or more; 0 means never
 * @param window above 0
 */
public record Cap(int most, Duration window) {

    public Cap {
        if (most < 0) {
            throw new IllegalArgumentException("most " + most + " is below 0");
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window " + window + " is not above 0");
        }
    }
}
