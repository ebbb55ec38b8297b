package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.mmm.Period;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The periods of the topic {@code media-spend}. Of several records of one period the last counts, as a correction of those
 * before. A channel that a period does not name spent nothing in it.
 */
final class MediaSpendTopic {

    private final Connection connection;
    private final DataTopic<MediaSpend> topic;

    MediaSpendTopic(Connection connection, Clock clock, MeterRegistry metrics) {
        this.connection = connection;
        this.topic = new DataTopic<>(connection, Topics.MEDIA_SPEND, clock, metrics);
    }

    /**
     * What the topic held.
     *
     * @param data the good rows
     * @param refused records that were sent to dead letters
     */
    record Content(MediaMixData data, long refused) {}

    /**
     * Reads all that is there now.
     *
     * @param channels those to fit, or empty for all
     * @throws UserError if there is no such topic, its periods cannot be a media mix, or the signal is raised on the way
     */
    Content read(List<String> channels, StopSignal stop) {
        Map<LocalDate, MediaSpend> periods = new TreeMap<>();
        long refused = topic.read("media spend", spend -> periods.put(checked(spend), spend), stop);
        String name = "topic '" + connection.name(Topics.MEDIA_SPEND) + "'";
        if (periods.isEmpty()) {
            throw new UserError(name + " holds no usable periods"
                    + (refused > 0 ? " (" + refused + " records went to dead letters)" : "")
                    + "; `leaven generate media-spend` writes those of the simulated bakery");
        }
        TreeSet<String> known = new TreeSet<>();
        periods.values().forEach(spend -> known.addAll(spend.getSpend().keySet()));
        for (String channel : channels) {
            if (!known.contains(channel)) {
                throw new UserError(
                        name + " knows no channel '" + channel + "'; its channels are " + String.join(", ", known));
            }
        }
        try {
            return new Content(data(channels.isEmpty() ? List.copyOf(known) : channels, periods), refused);
        } catch (IllegalArgumentException e) {
            throw new UserError(name + ": " + e.getMessage(), e);
        }
    }

    private static LocalDate checked(MediaSpend spend) {
        if (!Double.isFinite(spend.getRevenue())) {
            throw new IllegalArgumentException("the revenue is " + spend.getRevenue());
        }
        spend.getSpend().forEach((channel, amount) -> {
            if (!(amount >= 0 && amount < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the spend of channel '" + channel + "' is " + amount);
            }
        });
        return LocalDate.ofInstant(spend.getPeriodStart(), ZoneOffset.UTC);
    }

    private static MediaMixData data(List<String> channels, Map<LocalDate, MediaSpend> periods) {
        MediaMixData.Builder rows = new MediaMixData.Builder(channels, List.of());
        periods.forEach((day, spend) -> rows.add(
                "the record of " + day,
                Period.of(day),
                spend.getRevenue(),
                channels.stream()
                        .mapToDouble(channel -> spend.getSpend().getOrDefault(channel, 0.0))
                        .toArray(),
                new double[0]));
        return rows.build();
    }
}
