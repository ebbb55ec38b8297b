package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static final int CUSTOMERS = 500;

    private static Contributions normal(double mean, double sd, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Contributions contributions = new Contributions(CUSTOMERS, 0);
        for (int i = 0; i < CUSTOMERS; i++) {
            contributions.add(i, mean + sd * random.nextGaussian());
        }
        return contributions;
    }

    /** Of a mean of n normal numbers: standard error sd / sqrt(n), bounds 1.96 of them away. */
    @Test
    void theIntervalOfAMeanIsTheNormalOne() {
        Interval interval = new Bootstrap(20_000, .95, 3).interval(normal(10, 4, 1));
        double error = 4 / Math.sqrt(CUSTOMERS);

        assertThat(interval.standardError()).isCloseTo(error, within(.08 * error));
        assertThat(interval.lower()).isCloseTo(interval.estimate() - 1.96 * error, within(.25 * error));
        assertThat(interval.upper()).isCloseTo(interval.estimate() + 1.96 * error, within(.25 * error));
    }

    @Test
    void aDifferenceIsPairedByCustomer() {
        Contributions base = normal(10, 4, 1);
        Contributions shifted = normal(10, 4, 1);
        for (int i = 0; i < CUSTOMERS; i++) {
            shifted.add(i, .5);
        }
        Interval gain = Bootstrap.standard().difference(shifted, base);

        assertThat(gain.estimate()).isCloseTo(.5, within(1e-9));
        assertThat(gain.width()).isLessThan(1e-9);
    }

    @Test
    void customersThatAreLeftOutCountNowhere() {
        Contributions all = new Contributions(3, 1);
        for (int i = 0; i < 3; i++) {
            all.add(i, i + 1);
            all.ratio(i, 0, 10 * i, 1);
        }
        all.leaveOut(2);

        assertThat(all.used()).isEqualTo(2);
        assertThat(all.estimate()).isEqualTo(1.5 + 5);
        assertThat(all.estimate(new int[] {3, 1, 7})).isEqualTo(5 / 4.0 + 10 / 4.0);
    }

    @Test
    void theSeedDecidesTheDraws() {
        Contributions some = normal(0, 1, 2);

        assertThat(new Bootstrap(50, .9, 7).interval(some)).isEqualTo(new Bootstrap(50, .9, 7).interval(some));
        assertThat(new Bootstrap(50, .9, 7).interval(some)).isNotEqualTo(new Bootstrap(50, .9, 8).interval(some));
    }

    @Test
    void refusesWhatCannotBePaired() {
        assertThatThrownBy(() -> Bootstrap.standard().difference(normal(0, 1, 1), new Contributions(3, 0)))
                .hasMessageContaining("500")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> new Bootstrap(1, .95, 1)).hasMessageContaining("resamples");
    }
}
