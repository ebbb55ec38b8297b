package io.leaven.dispatcher.guardrail.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@link QuietHours} by time zone, remembering in which part of the day each zone is: customers of a zone share it, and
 * working it out takes a hundred times as long as asking. Safe for use by several threads.
 */
public final class QuietCalendar {

    private final QuietHours hours;
    private final Map<ZoneId, Part> parts = new ConcurrentHashMap<>();

    public QuietCalendar(QuietHours hours) {
        this.hours = hours;
    }

    /** Whether messages wait for the end of quiet hours. */
    public boolean hold() {
        return hours.hold();
    }

    /**
     * A part of a day, quiet or not: what holds from one of its moments on.
     *
     * @param from its first known millisecond
     * @param until the first millisecond after it
     * @param quiet whether it is quiet
     * @param quietAgain when quiet hours begin next after it, or at its end if it is not quiet
     */
    public record Part(long from, long until, boolean quiet, long quietAgain) {

        boolean holds(long at) {
            return from <= at && at < until;
        }
    }

    /** The part of the day at a moment, UTC milliseconds. */
    public Part at(long at, ZoneId zone) {
        Part known = parts.get(zone);
        if (known != null && known.holds(at)) {
            return known;
        }
        Part part = workOut(at, zone);
        parts.put(zone, part);
        return part;
    }

    private Part workOut(long at, ZoneId zone) {
        Instant now = Instant.ofEpochMilli(at);
        Instant end = hours.end(now, zone);
        long quietAgain = hours.nextStart(end, zone).toEpochMilli();
        return end.equals(now)
                ? new Part(at, quietAgain, false, quietAgain)
                : new Part(at, end.toEpochMilli(), true, quietAgain);
    }
}
