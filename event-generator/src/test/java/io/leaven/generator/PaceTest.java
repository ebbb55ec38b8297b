package io.leaven.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void recordsComeNoFasterThanTheRate() {
        Pace pace = new Pace(200, new StopSignal());
        long start = System.nanoTime();
        for (int i = 0; i < 41; i++) {
            assertThat(pace.awaitNext()).isTrue();
        }
        // The 41st record is due 200 ms after the first; the pace may run early by its shortest sleep.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void aStopEndsTheWaitAtOnce() {
        StopSignal stop = new StopSignal();
        Pace pace = new Pace(.001, stop);
        assertThat(pace.awaitNext()).isTrue();
        stop.raise();
        assertThat(pace.awaitNext()).isFalse();
        assertThat(new Pace(Double.POSITIVE_INFINITY, stop).awaitNext()).isFalse();
    }

    @Test
    void aRateOfNothingIsAUserError() {
        assertThatThrownBy(() -> new RunControl(new StopSignal(), done -> {}, 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new RunControl(new StopSignal(), done -> {}, Double.NaN))
                .isInstanceOf(UserError.class);
    }
}
