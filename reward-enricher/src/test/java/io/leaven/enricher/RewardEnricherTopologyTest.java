package io.leaven.enricher;

import static io.leaven.enricher.Customers.event;
import static io.leaven.enricher.Customers.largePush;
import static io.leaven.enricher.Customers.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Gender;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topics;
import io.leaven.testkit.LoggedLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardEnricherTopologyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private EnricherDriver driver;
    private EnricherCounts counts;
    private TestInputTopic<String, CustomerEvent> events;
    private TestInputTopic<String, Decision> decisions;
    private TestInputTopic<byte[], byte[]> rawEvents;
    private TestInputTopic<byte[], byte[]> rawDecisions;
    private TestOutputTopic<String, Transition> replay;
    private TestOutputTopic<String, DecisionRequest> requests;
    private TestOutputTopic<String, DeadLetter> deadLetters;

    @BeforeEach
    void open() {
        driver = new EnricherDriver(
                folder,
                START,
                Map.of(
                        EnricherSettings.DECISIONS_MAX,
                        "3",
                        EnricherSettings.DECISION_GRACE_MS,
                        Long.toString(GRACE.toMillis())));
        counts = driver.counts();
        events = driver.input(Topics.CUSTOMER_EVENTS);
        decisions = driver.input(Topics.DECISIONS);
        rawEvents = driver.rawInput(Topics.CUSTOMER_EVENTS);
        rawDecisions = driver.rawInput(Topics.DECISIONS);
        replay = driver.output(Topics.REPLAY);
        requests = driver.output(Topics.DECISION_REQUESTS);
        deadLetters = driver.output(Topics.DEAD_LETTERS);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void a_life_of_three_steps_becomes_three_transitions_and_three_requests() {
        for (int step = 0; step <= 3; step++) {
            events.pipeInput("ann", event("ann", step, step == 3 ? NextStep.END : NextStep.DECIDE));
            decisions.pipeInput("ann", step % 2 == 0 ? largePush("ann", step + 1) : none("ann", step + 1));
        }

        List<KeyValue<String, Transition>> transitions = replay.readKeyValuesToList();
        assertThat(transitions).extracting(record -> record.key).containsOnly("ann");
        assertThat(transitions)
                .extracting(record -> record.value.getTransitionId())
                .containsExactly("ann:1", "ann:2", "ann:3");
        assertThat(transitions).extracting(record -> record.value.getAction()).containsExactly(3, 0, 3);
        assertThat(transitions).extracting(record -> record.value.getTerminal()).containsExactly(false, false, true);
        assertThat(requests.readValuesToList())
                .extracting(DecisionRequest::getDecisionId)
                .containsExactly("ann:1", "ann:2", "ann:3");
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(counts.get(EnricherMetric.EVENTS)).isEqualTo(4);
        assertThat(counts.get(EnricherMetric.TRANSITIONS)).isEqualTo(3);
        assertThat(counts.get(EnricherMetric.REQUESTS)).isEqualTo(3);
    }

    /** The age of 4711, the distance and the ticket of 13.37 are told by the dead letters alone. */
    @Test
    void no_log_line_holds_what_is_known_of_a_customer() {
        try (LoggedLines logged = new LoggedLines()) {
            CustomerEvent tooOld = event("ann", 0);
            tooOld.setAttributes(new CustomerAttributes(4711, Gender.FEMALE, 13.37));
            CustomerEvent nowhere = event("bob", 0);
            nowhere.setAttributes(new CustomerAttributes(38, Gender.FEMALE, -13.37));
            CustomerEvent unpaid = event("cid", 0);
            unpaid.setTicket(13.37);
            events.pipeInput("ann", tooOld);
            events.pipeInput("bob", nowhere);
            events.pipeInput("cid", unpaid);
            events.pipeInput("dan", event("dan", 0));
            rawEvents.pipeInput(utf8("eve"), utf8("4711 13.37"));
            decisions.pipeInput("dan", largePush("dan", 1));
            decisions.pipeInput("dan", largePush("dan", 1));

            assertThat(deadLetters.readValuesToList())
                    .extracting(DeadLetter::getErrorText)
                    .anyMatch(text -> text.contains("4711"))
                    .anyMatch(text -> text.contains("13.37"));
            assertThat(logged.lines())
                    .filteredOn(line -> line.contains("refused"))
                    .hasSize(4);
            assertThat(logged.lines()).noneMatch(line -> line.contains("4711") || line.contains("13.37"));
        }
    }

    @Test
    void a_tombstone_among_the_profiles_erases_the_customer_and_nobody_else() {
        TestInputTopic<byte[], byte[]> profiles = driver.rawInput(Topics.CUSTOMER_PROFILES);
        for (String customer : List.of("ann", "bob")) {
            events.pipeInput(customer, event(customer, 0));
            events.pipeInput(customer, event(customer, 1));
        }
        profiles.pipeInput(utf8("ann"), new byte[] {1});
        assertThat(driver.memory("ann")).isNotNull();
        profiles.pipeInput(new TestRecord<>(utf8("ann"), null));
        profiles.pipeInput(new TestRecord<>(utf8("never seen"), null));

        assertThat(driver.memory("ann")).isNull();
        assertThat(driver.memory("bob").getWaiting()).hasSize(1);
        assertThat(counts.get(EnricherMetric.ERASED)).isEqualTo(1);
        assertThat(counts.get(EnricherMetric.WAITING)).isEqualTo(1);
        driver.advanceWallClock(GRACE.multipliedBy(2));
        assertThat(replay.readValuesToList())
                .extracting(Transition::getCustomerId)
                .containsExactly("bob");
    }

    @Test
    void outputs_carry_the_time_of_the_record_that_led_to_them() {
        Instant later = START.plusSeconds(77);
        events.pipeInput("ann", event("ann", 0), START);
        events.pipeInput("ann", event("ann", 1), START.plusSeconds(5));
        decisions.pipeInput("ann", none("ann", 1), later);

        assertThat(replay.readRecord().getRecordTime()).isEqualTo(later);
    }

    @Test
    void what_cannot_be_decoded_goes_to_the_dead_letters_as_it_came_and_the_rest_goes_on() {
        byte[] garbage = {1, 2, 3};
        events.pipeInput("ann", event("ann", 0));
        rawEvents.pipeInput(utf8("ann"), garbage);
        rawDecisions.pipeInput(utf8("ann"), garbage);
        rawDecisions.pipeInput(new TestRecord<>(utf8("ann"), null));
        decisions.pipeInput("ann", none("ann", 1));
        events.pipeInput("ann", event("ann", 1));

        assertThat(replay.readValuesToList()).hasSize(1);
        List<KeyValue<String, DeadLetter>> letters = deadLetters.readKeyValuesToList();
        assertThat(letters)
                .extracting(record -> record.key)
                .containsExactly("leaven.customer-events-0@1", "leaven.decisions-0@0", "leaven.decisions-0@1");
        DeadLetter letter = letters.get(0).value;
        assertThat(letter.getApp()).isEqualTo("enricher");
        assertThat(letter.getSourceTopic()).isEqualTo("leaven.customer-events");
        assertThat(letter.getSourcePartition()).isZero();
        assertThat(letter.getSourceOffset()).isEqualTo(1);
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(utf8("ann")));
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(garbage));
        assertThat(letter.getErrorClass()).isEqualTo("SerializationException");
        assertThat(letter.getErrorText()).contains("Confluent's frame");
        assertThat(letter.getRefusedAt()).isEqualTo(START);
        assertThat(counts.get(EnricherMetric.DEAD_LETTERS)).isEqualTo(3);
    }

    @Test
    void an_event_or_decision_that_breaks_a_rule_goes_to_the_dead_letters_with_the_rule() {
        events.pipeInput("ann", event("ann", 0));
        CustomerEvent negative = event("ann", 1);
        negative.setPurchased(true);
        negative.setTicket(-3.5);
        events.pipeInput("ann", negative);
        Decision impossible = none("ann", 1);
        impossible.setPropensity(0);
        decisions.pipeInput("ann", impossible);
        events.pipeInput("bob", event("ann", 1));
        rawEvents.pipeInput(null, driver.encoded(Topics.CUSTOMER_EVENTS, event("ann", 1)));

        assertThat(deadLetters.readValuesToList())
                .extracting(
                        DeadLetter::getErrorClass,
                        letter -> letter.getErrorText().split(",")[0])
                .satisfiesExactly(
                        letter -> assertThat(letter.toList().toString()).contains("EventRules", "ticket is -3.5"),
                        letter -> assertThat(letter.toList().toString()).contains("DecisionRules", "propensity is 0.0"),
                        letter -> assertThat(letter.toList().toString()).contains("EventRules", "key is 'bob'"),
                        letter -> assertThat(letter.toList().toString()).contains("EventRules", "no key"));
        assertThat(replay.isEmpty()).isTrue();
        assertThat(driver.memory("ann").getState().getStep()).isZero();
    }

    @Test
    void random_bytes_behind_a_good_header_never_stop_the_task() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good = driver.encoded(Topics.DECISIONS, largePush("ann", 1));
        int sent = 2_000;
        for (int i = 0; i < sent; i++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bad[5 + random.nextInt(bad.length - 5)] = (byte) random.nextInt(256);
            }
            rawDecisions.pipeInput(utf8("ann"), Arrays.copyOf(bad, 5 + random.nextInt(bad.length - 5)));
        }

        assertThat(deadLetters.getQueueSize())
                .as("seed %d: a cut record is no good decision", seed)
                .isEqualTo(sent);
    }

    @Test
    void decisions_too_far_ahead_are_refused_and_not_lost() {
        for (int step = 1; step <= 4; step++) {
            decisions.pipeInput("ann", none("ann", step));
        }

        assertThat(deadLetters.readValuesToList())
                .singleElement()
                .extracting(DeadLetter::getErrorClass)
                .isEqualTo("TooManyDecisions");
        assertThat(counts.get(EnricherMetric.REFUSED_DECISIONS)).isEqualTo(1);
        assertThat(driver.memory("ann").getDecisions()).hasSize(3);
    }

    @Test
    void an_event_waits_for_its_decision_by_the_wall_clock() {
        events.pipeInput("ann", event("ann", 0));
        events.pipeInput("ann", event("ann", 1));
        assertThat(counts.get(EnricherMetric.WAITING)).isEqualTo(1);

        driver.advanceWallClock(GRACE.minusMillis(1));
        assertThat(replay.isEmpty()).isTrue();
        driver.advanceWallClock(Duration.ofSeconds(2));

        TestRecord<String, Transition> closed = replay.readRecord();
        assertThat(closed.value().getPropensity()).isNull();
        assertThat(closed.getRecordTime()).isAfterOrEqualTo(START.plus(GRACE));
        assertThat(requests.readValuesToList())
                .extracting(DecisionRequest::getStep)
                .containsExactly(1, 2);
        assertThat(counts.get(EnricherMetric.UNANSWERED)).isEqualTo(1);
        assertThat(counts.get(EnricherMetric.WAITING)).isZero();
        assertThat(driver.deadlines()).isZero();

        decisions.pipeInput("ann", largePush("ann", 1));
        assertThat(counts.get(EnricherMetric.LATE_DECISIONS)).isEqualTo(1);
        assertThat(replay.isEmpty()).isTrue();
    }

    @Test
    void a_decision_in_time_clears_the_deadline() {
        events.pipeInput("ann", event("ann", 0));
        events.pipeInput("ann", event("ann", 1));
        assertThat(driver.deadlines()).isEqualTo(1);

        decisions.pipeInput("ann", largePush("ann", 1));
        driver.advanceWallClock(GRACE.multipliedBy(2));

        assertThat(driver.deadlines()).isZero();
        assertThat(counts.get(EnricherMetric.WAITING)).isZero();
        assertThat(replay.readValuesToList())
                .singleElement()
                .extracting(Transition::getAction)
                .isEqualTo(3);
    }

    @Test
    void repeats_are_dropped_and_gaps_adopted_and_both_counted() {
        events.pipeInput("ann", event("ann", 0));
        events.pipeInput("ann", event("ann", 0));
        events.pipeInput("ann", event("ann", 4));
        decisions.pipeInput("ann", none("ann", 5));
        decisions.pipeInput("ann", largePush("ann", 5));
        events.pipeInput("ann", event("ann", 5));
        events.pipeInput("ann", event("ann", 5));

        assertThat(replay.readValuesToList()).extracting(Transition::getStep).containsExactly(5);
        assertThat(counts.get(EnricherMetric.REPEATED_EVENTS)).isEqualTo(2);
        assertThat(counts.get(EnricherMetric.GAPS)).isEqualTo(1);
        assertThat(counts.get(EnricherMetric.REPEATED_DECISIONS)).isEqualTo(1);
        assertThat(counts.get(EnricherMetric.EVENTS)).isEqualTo(5);
    }

    @Test
    void the_store_holds_the_state_after_the_last_closed_step_and_nothing_that_is_used_up() {
        events.pipeInput("ann", event("ann", 0));
        decisions.pipeInput("ann", largePush("ann", 1));
        events.pipeInput("ann", event("ann", 1));

        CustomerStepState memory = driver.memory("ann");
        assertThat(memory.getState()).isEqualTo(replay.readValue().getNextState());
        assertThat(memory.getState().getMessages()).isEqualTo(1);
        assertThat(memory.getDecisions()).isEmpty();
        assertThat(memory.getWaiting()).isEmpty();
    }

    @Test
    void a_registry_out_of_reach_fails_the_task_and_loses_no_record() {
        byte[] known = driver.encoded(Topics.CUSTOMER_EVENTS, event("ann", 0));
        driver.close();
        driver = new EnricherDriver(
                folder.resolve("broken"),
                START,
                Map.of("schema.registry.url", "http://127.0.0.1:1", "schema.registry.retry.timeout.ms", "200"));
        TestInputTopic<byte[], byte[]> input = driver.rawInput(Topics.CUSTOMER_EVENTS);

        assertThatThrownBy(() -> input.pipeInput(utf8("ann"), known))
                .hasStackTraceContaining("SchemaRegistryException");
        assertThat(driver.counts().get(EnricherMetric.DEAD_LETTERS)).isZero();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
