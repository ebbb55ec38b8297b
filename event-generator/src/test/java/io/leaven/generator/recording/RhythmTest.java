package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RhythmTest {

    private static final long FIRST = 1_000_000;

    @Test
    void speedDividesTheTimeBetweenRecords() {
        assertThat(Rhythm.parse("1").pause(FIRST, FIRST + 5_000, Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Rhythm.parse("10").pause(FIRST, FIRST + 5_000, Duration.ZERO))
                .isEqualTo(Duration.ofMillis(500));
        assertThat(Rhythm.parse("0.5").pause(FIRST, FIRST + 5_000, Duration.ZERO))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void timeThatWentByIsTakenOff() {
        Rhythm rhythm = Rhythm.parse("10");

        assertThat(rhythm.pause(FIRST, FIRST + 5_000, Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(300));
        assertThat(rhythm.pause(FIRST, FIRST + 5_000, Duration.ofSeconds(9))).isZero();
    }

    @Test
    void olderRecordsAndFullSpeedDoNotWait() {
        assertThat(Rhythm.parse("1").pause(FIRST, FIRST - 1, Duration.ZERO)).isZero();
        assertThat(Rhythm.parse("max").pause(FIRST, FIRST + 1_000_000, Duration.ZERO))
                .isZero();
    }

    @Test
    void otherSpeedsAreRefused() {
        assertThatThrownBy(() -> Rhythm.parse("0")).hasMessage("speed must be greater than 0: 0.0");
        assertThatThrownBy(() -> Rhythm.parse("-3")).hasMessageContaining("greater than 0");
        assertThatThrownBy(() -> Rhythm.parse("NaN")).hasMessageContaining("greater than 0");
        assertThatThrownBy(() -> Rhythm.parse("fast")).hasMessage("speed must be a number or max: 'fast'");
    }
}
