package io.leaven.generator.recording;

import java.time.Duration;

/**
 * When records are sent again: at the pace of their timestamps, so many times faster. A record that is older than the
 * first is sent at once.
 *
 * @param speed 1 keeps the original pace; positive infinity sends without a pause
 */
public record Rhythm(double speed) {

    /** Without a pause. */
    public static final Rhythm MAX = new Rhythm(Double.POSITIVE_INFINITY);

    public Rhythm {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be greater than 0: " + speed);
        }
    }

    /**
     * The rhythm that a person asked for.
     *
     * @param text {@code max}, or a number such as {@code 10} or {@code 0.5}
     * @throws IllegalArgumentException if it is neither
     */
    public static Rhythm parse(String text) {
        if (text.equalsIgnoreCase("max")) {
            return MAX;
        }
        try {
            return new Rhythm(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("speed must be a number or max: '" + text + "'", e);
        }
    }

    /**
     * How long to wait before a record is sent.
     *
     * @param first timestamp of the first record, milliseconds
     * @param timestamp of this one
     * @param sinceFirst time that went by since the first was sent
     */
    public Duration pause(long first, long timestamp, Duration sinceFirst) {
        double due = Math.max(0, timestamp - first) / speed;
        long pause = (long) Math.min(due, Long.MAX_VALUE / 2.0) - sinceFirst.toMillis();
        return Duration.ofMillis(Math.max(0, pause));
    }
}
