package io.leaven.dispatcher.guardrail.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/**
 * A part of the day in which a customer is left alone, by the customer's own clock. May pass midnight. Where clocks change, a
 * moment is quiet if the clock then shows a quiet time.
 *
 * @param from first quiet minute
 * @param to first minute that is not quiet; another than {@code from}
 * @param hold whether messages wait for the end; else there are none
 */
public record QuietHours(LocalTime from, LocalTime to, boolean hold) {

    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours from " + from + " to " + to + " have no length");
        }
    }

    /** Whether a moment is quiet. */
    public boolean covers(Instant at, ZoneId zone) {
        return covers(at.atZone(zone).toLocalTime());
    }

    private boolean covers(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** The first moment from {@code at} on that is not quiet. */
    public Instant end(Instant at, ZoneId zone) {
        return covers(at, zone) ? change(at, to, false, zone) : at;
    }

    /** The first moment after {@code at} that is quiet; {@code at} itself is not. */
    public Instant nextStart(Instant at, ZoneId zone) {
        return change(at, from, true, zone);
    }

    /** When the clock comes to a boundary, or is changed past it. */
    private Instant change(Instant at, LocalTime boundary, boolean quietThen, ZoneId zone) {
        Instant reached = next(at, boundary, zone);
        ZoneOffsetTransition shift = zone.getRules().nextTransition(at);
        Instant found = shift != null && shift.getInstant().isBefore(reached) ? shift.getInstant() : reached;
        return covers(found, zone) == quietThen ? found : change(found, boundary, quietThen, zone);
    }

    /** The first moment after {@code at} at which the clock shows a time, or would if it were not skipped. */
    private static Instant next(Instant at, LocalTime time, ZoneId zone) {
        for (LocalDate day = at.atZone(zone).toLocalDate(); ; day = day.plusDays(1)) {
            ZonedDateTime first = day.atTime(time).atZone(zone);
            if (first.toInstant().isAfter(at)) {
                return first.toInstant();
            }
            Instant again = first.withLaterOffsetAtOverlap().toInstant();
            if (again.isAfter(at)) {
                return again;
            }
        }
    }
}
