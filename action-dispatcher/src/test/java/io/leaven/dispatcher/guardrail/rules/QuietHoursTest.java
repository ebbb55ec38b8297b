package io.leaven.dispatcher.guardrail.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuietHoursTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Clocks that change by an hour, by half an hour, and at midnight; and one that does not. */
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Africa/Cairo"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Asia/Kathmandu"));

    @Test
    void endAndNextStartAreWhatLookingAtTheClockMinuteByMinuteFinds() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            QuietHours quiet = random(random);
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            Instant at = near(zone, random);
            Instant end = quiet.end(at, zone);
            Instant start = quiet.nextStart(end, zone);
            assertThat(end).as("%s in %s from %s", quiet, zone, at).isEqualTo(firstMinute(quiet, zone, at, false));
            assertThat(start).as("%s in %s from %s", quiet, zone, end).isEqualTo(firstMinute(quiet, zone, end, true));
        }
    }

    /** Half of the moments lie within a day of a change of the clock. */
    private static Instant near(ZoneId zone, Random random) {
        Instant at = START.plus(Duration.ofMinutes(random.nextInt(365 * 24 * 60)));
        var change = zone.getRules().nextTransition(at);
        return change == null || random.nextBoolean()
                ? at
                : change.getInstant().plus(Duration.ofMinutes(random.nextInt(48 * 60) - 24 * 60));
    }

    private static QuietHours random(Random random) {
        LocalTime from = LocalTime.of(random.nextInt(24), random.nextInt(60));
        LocalTime to = from.plusMinutes(1 + random.nextInt(23 * 60));
        return new QuietHours(from, to, random.nextBoolean());
    }

    /** The first minute from {@code at} on whose clock time is quiet, or is not. */
    private static Instant firstMinute(QuietHours quiet, ZoneId zone, Instant at, boolean wanted) {
        Instant minute = at;
        while (isQuiet(quiet, minute.atZone(zone).toLocalTime()) != wanted) {
            minute = minute.plus(Duration.ofMinutes(1));
        }
        return minute;
    }

    private static boolean isQuiet(QuietHours quiet, LocalTime time) {
        int from = quiet.from().toSecondOfDay();
        int length = Math.floorMod(quiet.to().toSecondOfDay() - from, 86_400);
        return Math.floorMod(time.toSecondOfDay() - from, 86_400) < length;
    }
}
