package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {

    private static final int CUSTOMERS = 20_000;

    private static double share(HeldOut one, HeldOut other) {
        return IntStream.range(0, CUSTOMERS)
                        .filter(i -> one.holds("customer-" + i) && other.holds("customer-" + i))
                        .count()
                / (double) CUSTOMERS;
    }

    /** Four standard errors of a share of .2 among 20,000 are .011. */
    @Test
    void holdsOutTheShare() {
        HeldOut heldOut = new HeldOut(1, .2);

        assertThat(share(heldOut, heldOut)).isCloseTo(.2, within(.011));
    }

    @Test
    void anotherSeedHoldsOutOthers() {
        assertThat(share(new HeldOut(1, .2), new HeldOut(2, .2))).isCloseTo(.04, within(.006));
    }

    @Test
    void aLargerShareHoldsOutTheSameAndMore() {
        HeldOut fewer = new HeldOut(1, .2);

        assertThat(share(fewer, new HeldOut(1, .3))).isEqualTo(share(fewer, fewer));
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> new HeldOut(1, 0)).hasMessageContaining("share");
        assertThatThrownBy(() -> new HeldOut(1, 1)).hasMessageContaining("share");
    }
}
