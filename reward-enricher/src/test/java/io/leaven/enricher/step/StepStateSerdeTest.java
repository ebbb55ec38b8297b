package io.leaven.enricher.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.enricher.Customers;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Engagement;
import io.leaven.schemas.HeldTransition;
import io.leaven.schemas.KeptDecision;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.WaitingEvent;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class StepStateSerdeTest {

    private final StepStateSerde serde = new StepStateSerde();

    @Test
    void what_is_written_is_read() {
        Transition transition = Transition.newBuilder()
                .setTransitionId("ann:7")
                .setCustomerId("ann")
                .setStep(7)
                .setEventTime(Instant.parse("2026-01-08T00:00:00Z"))
                .setState(Customers.state(6, Tier.SILVER))
                .setAction(3)
                .setChannel("push")
                .setReward(RewardLedger.newBuilder()
                        .setTicket(6.5)
                        .setTotal(6.5)
                        .setRewardVersion("c0ffee00")
                        .build())
                .setPurchased(true)
                .setNextState(Customers.state(7, Tier.SILVER))
                .setTerminal(false)
                .setGroup(DecisionGroup.AGENT)
                .build();
        CustomerStepState full = new CustomerStepState(
                Customers.state(7, Tier.SILVER),
                List.of(new KeptDecision(
                        9, 3, "push", "large", .25, .25, .1, DecisionGroup.RANDOM, "agent/12", "c0ffee")),
                List.of(new WaitingEvent(
                        8, 1_767_225_600_000L, Customers.ATTRIBUTES, Tier.GOLD, true, 6.5, NextStep.DECIDE, 99L)),
                List.of(new HeldTransition(transition, 100L)),
                List.of(new Engagement(9, 55L, null), new Engagement(7, 5L, 6L)));
        full.getState().setChannelLoad(Map.of("push", 1.75));
        CustomerStepState empty = new CustomerStepState(null, List.of(), List.of(), List.of(), List.of());

        assertThat(serde.deserialize("t", serde.serialize("t", full))).isEqualTo(full);
        assertThat(serde.deserialize("t", serde.serialize("t", empty))).isEqualTo(empty);
        assertThat(serde.deserialize("t", null)).isNull();
        assertThat(serde.serialize("t", null)).isNull();
    }

    /** Bytes of release 0.1.0's store: version 1, written before there were held transitions. */
    @Test
    void what_the_first_version_wrote_is_read() {
        byte[] stored = HexFormat.of()
                .parseHex(
                        "01024c00cdcccccccccc1040040e00010000000000000000000001000000000000000000021080a0d5edee664c00cdcccccccccc104006010000000000001a4000c60100");

        CustomerStepState memory = serde.deserialize("t", stored);

        assertThat(memory.getState()).isEqualTo(Customers.state(7, Tier.SILVER));
        assertThat(memory.getWaiting()).extracting(WaitingEvent::getStep).containsExactly(8);
        assertThat(memory.getHeld()).isEmpty();
        assertThat(memory.getEngagements()).isEmpty();
    }

    @Test
    void several_threads_may_share_it() {
        List<CustomerStepState> memories = IntStream.range(0, 20_000)
                .mapToObj(i -> new CustomerStepState(
                        Customers.state(i, Tier.GOLD), List.of(), List.of(), List.of(), List.of()))
                .toList();

        List<CustomerStepState> read = memories.parallelStream()
                .map(memory -> serde.deserialize("t", serde.serialize("t", memory)))
                .toList();

        assertThat(read).isEqualTo(memories);
    }

    @Test
    void the_newest_version_is_the_schema_of_the_record() {
        assertThat(SchemaNormalization.toParsingForm(StepStateSerde.schema(StepStateSerde.VERSION)))
                .as("a changed CustomerStepState needs a new version: keep the old .avsc, add one, raise VERSION")
                .isEqualTo(SchemaNormalization.toParsingForm(CustomerStepState.getClassSchema()));
    }

    @Test
    void a_version_from_the_future_is_an_error_that_says_so() {
        byte[] stored = serde.serialize("t", new CustomerStepState(null, List.of(), List.of(), List.of(), List.of()));
        stored[0] = StepStateSerde.VERSION + 1;

        assertThatThrownBy(() -> serde.deserialize("changelog", stored))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("changelog")
                .hasMessageContaining("version " + (StepStateSerde.VERSION + 1));
    }

    @Test
    void an_ordinary_customer_takes_less_than_hundred_bytes() {
        CustomerStepState memory =
                new CustomerStepState(Customers.state(7, Tier.SILVER), List.of(), List.of(), List.of(), List.of());
        memory.getState().setChannelLoad(Map.of("push", 1.75, "text", .5, "email", .25));

        assertThat(serde.serialize("t", memory)).hasSizeLessThan(100);
    }
}
