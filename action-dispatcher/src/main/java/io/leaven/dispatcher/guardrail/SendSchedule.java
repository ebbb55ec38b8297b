package io.leaven.dispatcher.guardrail;

import io.leaven.dispatcher.guardrail.rules.ChannelRules;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import io.leaven.dispatcher.guardrail.rules.QuietCalendar;
import io.leaven.dispatcher.guardrail.rules.QuietHours;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When messages may go out, by quiet hours and expiry. Pure, and safe for use by several threads. */
final class SendSchedule {

    private final Map<QuietHours, QuietCalendar> calendars = new HashMap<>();
    private final QuietCalendar[] quiet;
    private final long[] expireAfter;
    private final ZoneId defaultZone;
    private final long requestTtl;

    /** @param requestTtl after the request's time; zero for no limit */
    SendSchedule(List<String> channels, GuardrailRules rules, Duration requestTtl) {
        this.quiet = new QuietCalendar[channels.size()];
        this.expireAfter = new long[channels.size()];
        for (int i = 0; i < quiet.length; i++) {
            ChannelRules own = rules.channel(channels.get(i));
            quiet[i] = own.quietHours()
                    .map(hours -> calendars.computeIfAbsent(hours, QuietCalendar::new))
                    .orElse(null);
            expireAfter[i] = own.expireAfter().map(Duration::toMillis).orElse(0L);
        }
        this.defaultZone = rules.zone();
        this.requestTtl = requestTtl.toMillis();
    }

    /** By channel, in the catalogue's order. */
    SendTime[] times(DecisionRequest request, CustomerProfile profile, long now) {
        SendTime[] times = new SendTime[quiet.length];
        long expiry =
                requestTtl == 0 ? Long.MAX_VALUE : request.getRequestedAt().toEpochMilli() + requestTtl;
        ZoneId zone = calendars.isEmpty() ? defaultZone : zone(request, profile);
        for (int i = 0; i < times.length; i++) {
            long before = expireAfter[i] == 0 ? expiry : Math.min(expiry, now + expireAfter[i]);
            times[i] = quiet[i] == null
                    ? new SendTime(now, before, false)
                    : around(quiet[i].at(now, zone), quiet[i].hold(), now, before);
        }
        return times;
    }

    private static SendTime around(QuietCalendar.Part part, boolean hold, long now, long before) {
        return new SendTime(
                part.quiet() ? part.until() : now, Math.min(before, part.quietAgain()), part.quiet() && !hold);
    }

    /** The customer's zone; the default where it is unknown or no zone. */
    ZoneId zone(DecisionRequest request, CustomerProfile profile) {
        String name = profile == null || profile.getTimeZone() == null ? request.getTimeZone() : profile.getTimeZone();
        if (name == null) {
            return defaultZone;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return defaultZone;
        }
    }
}
