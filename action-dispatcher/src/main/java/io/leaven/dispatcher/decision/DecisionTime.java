package io.leaven.dispatcher.decision;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Which time rules go by.
 *
 * @param clock tells the time; null where requests tell it themselves
 */
public record DecisionTime(InstantSource clock) {

    /** The time at which a request is decided: what customers live by. */
    public static DecisionTime wall(InstantSource clock) {
        return new DecisionTime(clock);
    }

    /** The request's own time, for simulated and replayed streams: the same stream has the same decisions. */
    public static DecisionTime ofRequests() {
        return new DecisionTime(null);
    }

    /** Whether requests tell the time. */
    public boolean isOfRequests() {
        return clock == null;
    }

    /** UTC milliseconds of now; 0 where requests tell the time. */
    long now() {
        return clock == null ? 0 : clock.millis();
    }

    /**
     * When a request is decided, or was.
     *
     * @param requestedAt its own time
     * @param otherwise where requests do not tell the time
     */
    long of(Instant requestedAt, long otherwise) {
        return clock == null ? requestedAt.toEpochMilli() : otherwise;
    }
}
