package io.leaven.dispatcher.guardrail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DualPriceTest {

    private static final long DAY = 86_400_000;

    /** 10 (200 spent / 1,000 - a tenth of a day) = 1, then 10 (0 - .05) less. */
    @Test
    void priceFollowsTheDualAscentByHand() {
        DualPrice price = new DualPrice(1_000, DAY, 10);
        assertThat(price.at(0, false)).isZero();
        price.spent(200);
        assertThat(price.at(0, false)).isCloseTo(2, within(1e-12));
        assertThat(price.at(DAY / 10, false)).isCloseTo(1, within(1e-12));
        assertThat(price.at(DAY * 15 / 100, false)).isCloseTo(.5, within(1e-12));
        assertThat(price.at(DAY / 20, false)).as("time that goes back").isCloseTo(.5, within(1e-12));
        assertThat(price.at(9 * DAY, true)).as("while the window is full").isCloseTo(.5, within(1e-12));
        assertThat(price.at(10 * DAY, false)).isZero();
    }

    @Test
    void savedPriceGoesOnAndWhatIsNoPriceIsNone() {
        DualPrice first = new DualPrice(1_000, DAY, 10);
        first.at(7, false);
        first.spent(123.4);
        DualPrice second = new DualPrice(1_000, DAY, 10);
        second.resume(first.save());
        assertThat(second.at(DAY / 20, false))
                .isEqualTo(first.at(DAY / 20, false))
                .isPositive();
        for (String broken : new String[] {null, "", "x", "1@", "NaN@3", "1.5.2@3", "-1@99999999999999999999"}) {
            DualPrice blank = new DualPrice(1_000, DAY, 10);
            blank.resume(broken);
            assertThat(blank.at(0, false)).as(broken).isZero();
        }
    }
}
