package io.leaven.generator;

import io.leaven.app.StopSignal;
import java.time.Duration;

/** Holds a stream to so many records a second. Not thread-safe. */
final class Pace {

    private static final long SHORTEST_SLEEP_NANOS = 2_000_000;

    private final double perSecond;
    private final StopSignal stop;
    private final long started = System.nanoTime();
    private long records;

    /** @param perSecond {@link Double#POSITIVE_INFINITY} for as fast as possible */
    Pace(double perSecond, StopSignal stop) {
        this.perSecond = perSecond;
        this.stop = stop;
    }

    /** Waits until the next record is due; false if it is to stop. */
    boolean awaitNext() {
        long due = started + (long) (records++ / perSecond * 1e9);
        long early = due - System.nanoTime();
        return early > SHORTEST_SLEEP_NANOS ? !stop.await(Duration.ofNanos(early)) : !stop.isRaised();
    }
}
