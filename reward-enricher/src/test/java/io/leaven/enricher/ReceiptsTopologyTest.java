package io.leaven.enricher;

import static io.leaven.enricher.Customers.event;
import static io.leaven.enricher.Customers.largePush;
import static io.leaven.enricher.Customers.none;
import static io.leaven.enricher.Customers.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.leaven.app.SettingsSource;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.HeldTransition;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Openings and clicks in the reward: $2 for an opening, $5 more for a click, up to an hour after the step. */
class ReceiptsTopologyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofDays(1);

    /** When step 1 closed, see {@link Customers}. */
    private static final Instant CLOSE = START.plus(STEP);

    private static final int MOST_HELD = 3;
    private static final int MOST_AHEAD = 4;

    @TempDir
    private Path folder;

    private EnricherDriver driver;
    private TestInputTopic<String, CustomerEvent> events;
    private TestInputTopic<String, Decision> decisions;
    private TestInputTopic<String, DeliveryReceipt> receipts;
    private TestInputTopic<byte[], byte[]> profiles;
    private TestOutputTopic<String, Transition> replay;
    private TestOutputTopic<String, DecisionRequest> requests;
    private TestOutputTopic<String, DeadLetter> deadLetters;

    @BeforeEach
    void open() {
        driver = new EnricherDriver(
                folder,
                START,
                Map.of(
                        EnricherSettings.REWARD_OPENED, "2",
                        EnricherSettings.REWARD_CLICKED, "5",
                        EnricherSettings.RECEIPT_GRACE_MS, Long.toString(GRACE.toMillis()),
                        EnricherSettings.HELD_MAX, Integer.toString(MOST_HELD),
                        EnricherSettings.DECISIONS_MAX, Integer.toString(MOST_AHEAD)));
        openTopics();
    }

    private void openTopics() {
        events = driver.input(Topics.CUSTOMER_EVENTS);
        decisions = driver.input(Topics.DECISIONS);
        receipts = driver.input(Topics.DELIVERY_RECEIPTS);
        profiles = driver.rawInput(Topics.CUSTOMER_PROFILES);
        replay = driver.output(Topics.REPLAY);
        requests = driver.output(Topics.DECISION_REQUESTS);
        deadLetters = driver.output(Topics.DEAD_LETTERS);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void an_opened_and_a_clicked_message_are_terms_of_their_own_in_the_ledger_of_its_step() {
        enrol("ann");
        messageAndClose("ann", 1);
        tell("ann", 1, DeliveryStatus.OPENED, CLOSE.minusSeconds(600));
        tell("ann", 1, DeliveryStatus.CLICKED, CLOSE.minusSeconds(599));

        Transition transition = onlyTransitionAfterGrace();
        // The message cost 25 cents; nothing else happened in the step.
        assertThat(transition.getReward().getOpened()).isEqualTo(2);
        assertThat(transition.getReward().getClicked()).isEqualTo(5);
        assertThat(transition.getReward().getTotal()).isEqualTo(6.75);
    }

    @Test
    void the_next_decision_is_asked_for_at_once_and_the_transition_written_when_the_grace_time_is_over() {
        enrol("ann");
        requests.readValuesToList();
        messageAndClose("ann", 1);

        assertThat(requests.readValue().getStep()).isEqualTo(2);
        assertThat(count(EnricherMetric.HELD)).isEqualTo(1);
        driver.advanceWallClock(GRACE.minusSeconds(1));
        assertThat(replay.isEmpty()).isTrue();
        driver.advanceWallClock(Duration.ofSeconds(2));
        assertThat(replay.readValuesToList()).hasSize(1);
        assertThat(count(EnricherMetric.HELD)).isZero();
        assertThat(count(EnricherMetric.WAITING)).isZero();
        assertThat(driver.deadlines()).isZero();
    }

    @Test
    void receipts_may_come_before_the_decision_before_the_event_and_after_it_in_any_order() {
        enrol("ann");
        tell("ann", 1, DeliveryStatus.CLICKED, CLOSE.minusSeconds(60));
        decisions.pipeInput("ann", largePush("ann", 1));
        tell("ann", 1, DeliveryStatus.OPENED, CLOSE.minusSeconds(61));
        events.pipeInput("ann", event("ann", 1));
        enrol("bob");
        events.pipeInput("bob", event("bob", 1));
        tell("bob", 1, DeliveryStatus.OPENED, CLOSE.minusSeconds(61));
        decisions.pipeInput("bob", largePush("bob", 1));
        tell("bob", 1, DeliveryStatus.CLICKED, CLOSE.plusSeconds(60));
        driver.advanceWallClock(GRACE.plusSeconds(1));

        assertThat(replay.readValuesToList())
                .extracting(
                        Transition::getCustomerId,
                        transition -> transition.getReward().getTotal())
                .containsExactlyInAnyOrder(tuple("ann", 6.75), tuple("bob", 6.75));
        assertThat(count(EnricherMetric.REPEATED_RECEIPTS)).isZero();
        assertThat(count(EnricherMetric.LATE_RECEIPTS)).isZero();
    }

    @Test
    void a_click_is_an_opening_too_and_an_opening_that_comes_behind_it_says_nothing_new() {
        enrol("ann");
        messageAndClose("ann", 1);
        tell("ann", 1, DeliveryStatus.CLICKED, CLOSE);
        tell("ann", 1, DeliveryStatus.OPENED, CLOSE.plusSeconds(5));

        assertThat(onlyTransitionAfterGrace().getReward().getTotal()).isEqualTo(6.75);
        assertThat(count(EnricherMetric.REPEATED_RECEIPTS)).isEqualTo(1);
    }

    @Test
    void repeated_receipts_count_once() {
        enrol("ann");
        messageAndClose("ann", 1);
        for (int i = 0; i < 5; i++) {
            tell("ann", 1, DeliveryStatus.OPENED, CLOSE.plusSeconds(i));
        }

        assertThat(onlyTransitionAfterGrace().getReward().getOpened()).isEqualTo(2);
        assertThat(count(EnricherMetric.REPEATED_RECEIPTS)).isEqualTo(4);
    }

    /** The event time decides, not when the receipt came: else a slow enricher would pay more than a quick one. */
    @Test
    void what_happened_after_the_grace_time_is_late_even_if_its_receipt_comes_in_time() {
        enrol("ann");
        messageAndClose("ann", 1);
        tell("ann", 1, DeliveryStatus.OPENED, CLOSE.plus(GRACE));
        tell("ann", 1, DeliveryStatus.CLICKED, CLOSE.plus(GRACE).plusMillis(1));

        Transition transition = onlyTransitionAfterGrace();
        assertThat(transition.getReward().getOpened()).isEqualTo(2);
        assertThat(transition.getReward().getClicked()).isZero();
        assertThat(count(EnricherMetric.LATE_RECEIPTS)).isEqualTo(1);
    }

    @Test
    void a_receipt_behind_its_transition_is_counted_and_changes_nothing() {
        enrol("ann");
        messageAndClose("ann", 1);
        assertThat(onlyTransitionAfterGrace().getReward().getTotal()).isEqualTo(-.25);
        tell("ann", 1, DeliveryStatus.OPENED, CLOSE);
        messageAndClose("ann", 2);

        assertThat(onlyTransitionAfterGrace())
                .satisfies(second -> assertThat(second.getStep()).isEqualTo(2))
                .satisfies(second -> assertThat(second.getReward().getOpened())
                        .as("of step 1")
                        .isZero());
        assertThat(count(EnricherMetric.LATE_RECEIPTS)).isEqualTo(1);
        assertThat(driver.memory("ann").getEngagements()).isEmpty();
    }

    /** After an outage of more than the grace time all that is held would be overdue at once, its receipts unread. */
    @Test
    void while_a_task_catches_up_only_what_the_stream_has_come_to_is_overdue() {
        driver.close();
        driver = new EnricherDriver(
                folder.resolve("outage"),
                START,
                Map.of(
                        EnricherSettings.REWARD_OPENED, "2",
                        EnricherSettings.RECEIPT_GRACE_MS, Long.toString(GRACE.toMillis()),
                        EnricherSettings.DECISION_GRACE_MS,
                                Long.toString(GRACE.multipliedBy(10).toMillis())));
        openTopics();
        for (String customer : List.of("ann", "bob")) {
            enrol(customer);
            messageAndClose(customer, 1);
        }
        driver.advanceWallClock(GRACE.multipliedBy(2));
        assertThat(replay.isEmpty()).isTrue();

        receipts.pipeInput("ann", receipt("ann", 1, DeliveryStatus.OPENED, CLOSE), START.plus(GRACE));
        driver.advanceWallClock(GRACE);
        assertThat(replay.readValuesToList())
                .extracting(transition -> transition.getReward().getOpened())
                .containsExactlyInAnyOrder(2.0, 0.0);

        messageAndClose("ann", 2);
        driver.advanceWallClock(GRACE.multipliedBy(6));
        assertThat(replay.isEmpty()).isTrue();
        driver.advanceWallClock(GRACE);
        assertThat(replay.readValuesToList())
                .as("a stream that stands still holds nothing for ever")
                .hasSize(1);
    }

    @Test
    void a_late_click_goes_to_the_step_of_its_message_and_not_to_the_open_one() {
        enrol("ann");
        messageAndClose("ann", 1);
        messageAndClose("ann", 2);
        tell("ann", 1, DeliveryStatus.CLICKED, CLOSE.plusSeconds(30));
        driver.advanceWallClock(GRACE.plusSeconds(1));

        assertThat(replay.readValuesToList())
                .extracting(transition -> transition.getReward().getClicked())
                .containsExactly(5.0, 0.0);
    }

    @Test
    void receipts_of_unknown_customers_and_of_steps_without_a_message_are_counted_and_leave_no_trace() {
        tell("nobody", 1, DeliveryStatus.OPENED, CLOSE);
        enrol("ann");
        tell("ann", 1, DeliveryStatus.OPENED, CLOSE);
        decisions.pipeInput("ann", none("ann", 1));
        events.pipeInput("ann", event("ann", 1));

        assertThat(driver.memory("nobody")).isNull();
        assertThat(replay.readValue().getReward().getTotal()).isZero();
        assertThat(count(EnricherMetric.UNKNOWN_RECEIPTS)).isEqualTo(2);
        assertThat(driver.memory("ann").getEngagements()).isEmpty();
    }

    @Test
    void a_step_without_a_message_waits_only_behind_one_with_a_message() {
        enrol("ann");
        decisions.pipeInput("ann", none("ann", 1));
        events.pipeInput("ann", event("ann", 1));
        assertThat(replay.readValue().getStep()).isEqualTo(1);
        messageAndClose("ann", 2);
        decisions.pipeInput("ann", none("ann", 3));
        events.pipeInput("ann", event("ann", 3));
        driver.advanceWallClock(GRACE.minusSeconds(1));
        assertThat(replay.isEmpty()).isTrue();
        assertThat(driver.memory("ann").getHeld())
                .as("what waits behind is not looked at before")
                .extracting(HeldTransition::getDeadline)
                .containsOnly(START.plus(GRACE).toEpochMilli());
        driver.advanceWallClock(Duration.ofSeconds(2));

        assertThat(replay.readValuesToList()).extracting(Transition::getStep).containsExactly(2, 3);
        assertThat(driver.deadlines()).isZero();
    }

    @Test
    void memory_of_a_customer_is_bounded_and_nothing_is_lost_for_it() {
        enrol("ann");
        for (int step = 1; step <= MOST_HELD + 2; step++) {
            messageAndClose("ann", step);
        }
        assertThat(replay.readValuesToList()).extracting(Transition::getStep).containsExactly(1, 2);
        assertThat(driver.memory("ann").getHeld()).hasSize(MOST_HELD);
        assertThat(count(EnricherMetric.HELD)).isEqualTo(MOST_HELD);

        int next = MOST_HELD + 3;
        for (int madeUp = 1_000; madeUp < 1_020; madeUp++) {
            tell("ann", madeUp, DeliveryStatus.OPENED, CLOSE);
        }
        assertThat(driver.memory("ann").getEngagements()).hasSize(MOST_AHEAD);
        tell("ann", next, DeliveryStatus.OPENED, CLOSE);
        assertThat(driver.memory("ann").getEngagements()).hasSize(MOST_AHEAD);
        assertThat(count(EnricherMetric.UNKNOWN_RECEIPTS)).isEqualTo(20 + 1 - MOST_AHEAD);
        messageAndClose("ann", next);
        driver.advanceWallClock(GRACE.plusSeconds(1));

        List<Transition> rest = replay.readValuesToList();
        assertThat(rest).extracting(Transition::getStep).containsExactly(3, 4, 5, next);
        assertThat(rest.get(3).getReward().getOpened())
                .as("what is made up drives out nothing real")
                .isEqualTo(2);
        assertThat(driver.deadlines()).isZero();
    }

    @Test
    void a_gap_forgets_what_was_said_of_the_steps_that_it_skips() {
        enrol("ann");
        tell("ann", 2, DeliveryStatus.OPENED, CLOSE);
        tell("ann", 5, DeliveryStatus.OPENED, CLOSE);
        events.pipeInput("ann", event("ann", 4));

        assertThat(driver.memory("ann").getEngagements())
                .singleElement()
                .satisfies(left -> assertThat(left.getStep()).isEqualTo(5));
        assertThat(count(EnricherMetric.UNKNOWN_RECEIPTS)).isEqualTo(1);
    }

    @Test
    void erasure_clears_held_transitions_and_receipts_for_good() {
        for (String customer : List.of("ann", "bob")) {
            enrol(customer);
            messageAndClose(customer, 1);
            tell(customer, 1, DeliveryStatus.OPENED, CLOSE);
            tell(customer, 2, DeliveryStatus.OPENED, CLOSE);
        }
        profiles.pipeInput(new TestRecord<>("ann".getBytes(StandardCharsets.UTF_8), null));
        tell("ann", 1, DeliveryStatus.CLICKED, CLOSE);

        assertThat(driver.memory("ann")).isNull();
        assertThat(count(EnricherMetric.HELD)).isEqualTo(1);
        assertThat(driver.deadlines()).isEqualTo(1);
        driver.advanceWallClock(GRACE.plusSeconds(1));
        assertThat(replay.readValuesToList())
                .extracting(Transition::getCustomerId)
                .containsExactly("bob");
        assertThat(count(EnricherMetric.UNKNOWN_RECEIPTS)).isEqualTo(1);
    }

    @Test
    void other_receipts_count_nothing_and_bad_ones_are_dead_letters() {
        enrol("ann");
        messageAndClose("ann", 1);
        tell("ann", 1, DeliveryStatus.SENT, CLOSE);
        tell("ann", 1, DeliveryStatus.BOUNCED, CLOSE);
        receipts.pipeInput("bob", receipt("ann", 1, DeliveryStatus.OPENED, CLOSE));
        DeliveryReceipt ofNoStep = receipt("ann", 1, DeliveryStatus.OPENED, CLOSE);
        ofNoStep.setActionId("ann:first");
        receipts.pipeInput("ann", ofNoStep);

        assertThat(deadLetters.readValuesToList())
                .extracting(DeadLetter::getErrorClass, DeadLetter::getErrorText)
                .satisfiesExactly(
                        letter -> assertThat(letter.toList().toString()).contains("ReceiptRules", "key is 'bob'"),
                        letter -> assertThat(letter.toList().toString()).contains("ReceiptRules", "'ann:first'"));
        assertThat(onlyTransitionAfterGrace().getReward().getTotal()).isEqualTo(-.25);
        assertThat(count(EnricherMetric.RECEIPTS)).isZero();
    }

    @Test
    void by_default_receipts_are_not_read_and_nothing_is_held() {
        driver.close();
        driver = new EnricherDriver(folder.resolve("off"), START, Map.of(EnricherSettings.REWARD_PRESET, "paper"));
        openTopics();
        enrol("ann");
        messageAndClose("ann", 1);

        assertThat(replay.readValuesToList()).hasSize(1);
        assertThatThrownBy(() -> tell("ann", 2, DeliveryStatus.OPENED, CLOSE))
                .hasMessageContaining("leaven.delivery-receipts");
        for (String preset : List.of("paper", "causal")) {
            EnricherSettings settings =
                    new EnricherSettings(SettingsSource.of(Map.of(EnricherSettings.REWARD_PRESET, preset)));
            assertThat(settings.engagementReward().isOff()).isTrue();
        }
    }

    private void enrol(String customer) {
        events.pipeInput(customer, event(customer, 0));
    }

    private void messageAndClose(String customer, int step) {
        decisions.pipeInput(customer, largePush(customer, step));
        events.pipeInput(customer, event(customer, step));
    }

    private void tell(String customer, int step, DeliveryStatus status, Instant at) {
        receipts.pipeInput(customer, receipt(customer, step, status, at));
    }

    private Transition onlyTransitionAfterGrace() {
        driver.advanceWallClock(GRACE.plusSeconds(1));
        List<Transition> written = replay.readValuesToList();
        assertThat(written).hasSize(1);
        return written.get(0);
    }

    private long count(EnricherMetric metric) {
        return driver.counts().get(metric);
    }
}
