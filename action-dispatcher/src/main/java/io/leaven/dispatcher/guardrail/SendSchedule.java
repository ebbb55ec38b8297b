package io.leaven.dispatcher.guardrail;

import io.leaven.dispatcher.guardrail.rules.ChannelRules;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import io.leaven.dispatcher.guardrail.rules.QuietHours;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** When messages may go out, by quiet hours and expiry. Pure, and safe for use by several threads. */
final class SendSchedule {

    private final List<ChannelRules> channels;
    private final ZoneId defaultZone;
    private final long requestTtl;

    /** @param requestTtl after the request's time; zero for no limit */
    SendSchedule(List<String> channels, GuardrailRules rules, Duration requestTtl) {
        this.channels = channels.stream().map(rules::channel).toList();
        this.defaultZone = rules.zone();
        this.requestTtl = requestTtl.toMillis();
    }

    /** By channel, in the catalogue's order. */
    SendTime[] times(DecisionRequest request, CustomerProfile profile, long now) {
        SendTime[] times = new SendTime[channels.size()];
        long expiry =
                requestTtl == 0 ? Long.MAX_VALUE : request.getRequestedAt().toEpochMilli() + requestTtl;
        for (int i = 0; i < times.length; i++) {
            ChannelRules rules = channels.get(i);
            long before = rules.expireAfter()
                    .map(after -> Math.min(expiry, now + after.toMillis()))
                    .orElse(expiry);
            Optional<QuietHours> quiet = rules.quietHours();
            times[i] = quiet.isEmpty()
                    ? new SendTime(now, before, false)
                    : around(quiet.get(), zone(request, profile), now, before);
        }
        return times;
    }

    private static SendTime around(QuietHours quiet, ZoneId zone, long now, long before) {
        Instant end = quiet.end(Instant.ofEpochMilli(now), zone);
        long at = end.toEpochMilli();
        return new SendTime(at, Math.min(before, quiet.nextStart(end, zone).toEpochMilli()), at > now && !quiet.hold());
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
