package io.leaven.dispatcher.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.SettingsSource;
import io.leaven.dispatcher.DeliverySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    /** The table of the Standard Webhooks specification 1.0: delays, and the time since the start that they add up to. */
    @Test
    void defaultIsThatOfTheSpecification() {
        RetrySchedule schedule =
                new DeliverySettings(SettingsSource.of(Map.of("delivery.retry.jitter", "0"))).schedule();
        List<String> delays = IntStream.rangeClosed(1, 9)
                .mapToObj(failures -> schedule.pause(failures, Optional.empty(), new Random(1))
                        .orElseThrow())
                .map(Duration::toString)
                .toList();

        assertThat(delays).containsExactly("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H");
        assertThat(schedule.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofHours(75).plusMinutes(35).plusSeconds(5));
        assertThat(schedule.pause(10, Optional.empty(), new Random(1))).isEmpty();
    }

    @Test
    void jitterStaysWithinItsShareAndIsSpread() {
        RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofSeconds(100)), 0.1);
        Random random = new Random(5);
        List<Double> seconds = IntStream.range(0, 2_000)
                .mapToObj(i -> schedule.pause(1, Optional.empty(), random)
                                .orElseThrow()
                                .toMillis()
                        / 1000.0)
                .sorted()
                .toList();

        assertThat(seconds).allSatisfy(pause -> assertThat(pause).isBetween(90.0, 110.0));
        assertThat(seconds.get(0)).isLessThan(91);
        assertThat(seconds.get(seconds.size() - 1)).isGreaterThan(109);
    }

    @Test
    void wishOfTheBackendMakesAPauseLongerNeverShorter() {
        RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofSeconds(100)), 0);

        assertThat(schedule.pause(1, Optional.of(Duration.ofSeconds(500)), new Random(1)))
                .contains(Duration.ofSeconds(500));
        assertThat(schedule.pause(1, Optional.of(Duration.ofSeconds(5)), new Random(1)))
                .contains(Duration.ofSeconds(100));
    }

    @Test
    void scaleIsAFactor() {
        RetrySchedule schedule = new DeliverySettings(
                        SettingsSource.of(Map.of("delivery.retry.jitter", "0", "delivery.retry.scale", "0.001")))
                .schedule();

        assertThat(schedule.pause(2, Optional.empty(), new Random(1))).contains(Duration.ofMillis(300));
    }
}
