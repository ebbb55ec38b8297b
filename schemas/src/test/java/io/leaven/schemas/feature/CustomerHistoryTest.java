package io.leaven.schemas.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Worked out by hand: load decays by .75 and rate by .8 a step. */
class CustomerHistoryTest {

    private static final CustomerAttributes ATTRIBUTES = new CustomerAttributes(38, Gender.FEMALE, 4.2);

    private final CustomerHistory history = new CustomerHistory(.75, .8);

    @Test
    void messages_are_counted_in_all_and_by_channel() {
        CustomerState state = enrolled();
        state = history.after(state, closing(1, false, "push"));
        state = history.after(state, closing(2, false, null));
        state = history.after(state, closing(3, false, "text"));
        state = history.after(state, closing(4, false, "push"));

        assertThat(state.getMessages()).isEqualTo(3);
        assertThat(state.getStepsSinceMessage()).isZero();
        // .75^3 + .75 + 1
        assertThat(state.getMessageLoad()).isCloseTo(2.171875, within(1e-12));
        assertThat(state.getChannelLoad()).isEqualTo(Map.of("push", 1.421875, "text", .75));
    }

    @Test
    void steps_since_the_last_message_and_purchase_grow_from_zero_and_stay_at_never() {
        CustomerState state = enrolled();
        state = history.after(state, closing(1, false, null));
        assertThat(state.getStepsSinceMessage()).isEqualTo(-1);
        assertThat(state.getStepsSincePurchase()).isEqualTo(-1);

        state = history.after(state, closing(2, true, "push"));
        state = history.after(state, closing(3, false, null));
        state = history.after(state, closing(4, false, null));
        assertThat(state.getStepsSinceMessage()).isEqualTo(2);
        assertThat(state.getStepsSincePurchase()).isEqualTo(2);
    }

    @Test
    void the_purchase_rate_is_an_exponential_mean() {
        CustomerState state = enrolled();
        state = history.after(state, closing(1, true, null));
        assertThat(state.getPurchaseRate()).isCloseTo(.2, within(1e-12));
        state = history.after(state, closing(2, true, null));
        assertThat(state.getPurchaseRate()).isCloseTo(.36, within(1e-12));
        state = history.after(state, closing(3, false, null));
        assertThat(state.getPurchaseRate()).isCloseTo(.288, within(1e-12));
        assertThat(state.getPurchases()).isEqualTo(2);
    }

    @Test
    void a_gap_decays_for_every_step_that_passed() {
        CustomerState state = history.after(enrolled(), closing(1, true, "push"));

        state = history.after(state, closing(4, true, null));

        assertThat(state.getStep()).isEqualTo(4);
        assertThat(state.getMessageLoad()).isCloseTo(.421875, within(1e-12));
        assertThat(state.getStepsSinceMessage()).isEqualTo(3);
        // .8^3 x .2 + .2
        assertThat(state.getPurchaseRate()).isCloseTo(.3024, within(1e-12));
    }

    private static CustomerHistory.Closing closing(int step, boolean purchased, String channel) {
        return new CustomerHistory.Closing(ATTRIBUTES, Tier.NONE, step, purchased, channel);
    }

    private static CustomerState enrolled() {
        return CustomerState.newBuilder()
                .setAttributes(ATTRIBUTES)
                .setTier(Tier.NONE)
                .setStep(0)
                .build();
    }
}
