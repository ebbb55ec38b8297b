package io.leaven.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryAgeTest {

    @Test
    void reachesBackAsFarAsTheMemoryDoes() {
        MemoryAge age = new MemoryAge(1_000);
        assertThat(age.span()).isZero();
        age.add(5_000);
        assertThat(age.span()).isZero();
        for (int n = 1; n < 600; n++) {
            age.add(5_000 + n);
        }
        assertThat(age.span()).isEqualTo(Duration.ofMillis(599));
        for (int n = 600; n < 10_000; n++) {
            age.add(5_000 + n);
        }
        assertThat(age.span()).isBetween(Duration.ofMillis(995), Duration.ofMillis(999));
    }
}
