package io.leaven.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NStepAssemblerTest {

    private final List<EncodedStep> made = new ArrayList<>();
    private final NStepAssembler assembler = new NStepAssembler(1, 3, .5, 2, made::add);

    /** Rewards 1, 2, 4, 8 at gamma .5: 1 + 1 + 1 = 3; 2 + 2 + 2 = 6; then the shorter 4 + 4 = 8 and 8. */
    @Test
    void sumsDiscountedRewardsAndEndsWithTheLife() {
        step("a", 0, 1, 1, 1, false);
        step("b", 0, 1, 100, 1, false);
        step("a", 1, 2, 2, 1, false);
        step("a", 2, 3, 4, 1, false);
        assertThat(made)
                .extracting(EncodedStep::reward, s -> s.state()[0], s -> s.nextState()[0], EncodedStep::elapsed)
                .containsExactly(tuple(3f, 0f, 3f, 3));
        step("a", 3, 4, 8, 1, true);
        assertThat(made)
                .extracting(EncodedStep::reward, s -> s.state()[0], EncodedStep::elapsed, EncodedStep::terminal)
                .containsExactly(
                        tuple(3f, 0f, 3, false),
                        tuple(6f, 1f, 3, true),
                        tuple(8f, 2f, 2, true),
                        tuple(8f, 3f, 1, true));
    }

    @Test
    void discountsByTheStepsThatElapsed() {
        step("a", 0, 2, 1, 2, false);
        step("a", 2, 3, 4, 1, true);
        // 1 + .5^2 x 4
        assertThat(made)
                .extracting(EncodedStep::reward, EncodedStep::elapsed)
                .containsExactly(tuple(2f, 3), tuple(4f, 1));
    }

    @Test
    void aGapEndsTheReturnsBeforeIt() {
        step("a", 0, 1, 1, 1, false);
        step("a", 5, 6, 2, 1, false);
        assertThat(made).extracting(EncodedStep::reward, s -> s.nextState()[0]).containsExactly(tuple(1f, 1f));
    }

    @Test
    void theCustomerThatWasQuietForLongestIsClosed() {
        step("a", 0, 1, 1, 1, false);
        step("b", 0, 1, 2, 1, false);
        step("c", 0, 1, 3, 1, false);
        assertThat(made).extracting(EncodedStep::reward).containsExactly(1f);
    }

    private void step(String customer, int from, int to, float reward, int elapsed, boolean terminal) {
        assembler.add(
                customer,
                from,
                to,
                new EncodedStep(new float[] {from}, 0, reward, new float[] {to}, -1L, elapsed, terminal));
    }
}
