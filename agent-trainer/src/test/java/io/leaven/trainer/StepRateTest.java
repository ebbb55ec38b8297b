package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepRateTest {

    private long nanos;

    @Test
    void countsTheStepsOfThisRunSinceItWasLastAsked() {
        StepRate rate = new StepRate(() -> nanos);
        assertThat(rate.at(0, false)).isZero();
        nanos = 5_000_000_000L;
        assertThat(rate.at(8_000, true)).as("taken up from a checkpoint").isZero();
        nanos = 7_000_000_000L;
        assertThat(rate.at(8_600, true)).isEqualTo(300);
        nanos = 7_500_000_000L;
        assertThat(rate.at(9_600, true)).as("asked again within a second").isEqualTo(300);
        nanos = 8_000_000_000L;
        assertThat(rate.at(9_600, true)).isEqualTo(1_000);
    }
}
