package io.leaven.dispatcher.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.StopSignal;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.dispatcher.TestConnection;
import io.leaven.dispatcher.decision.FakeProducer.Fault;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.group.GroupShares;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.history.Share;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DecisionLoopTest {

    private static final int REQUESTS = 120;
    private static final Retries RETRIES = new Retries(8, Duration.ofMillis(1));

    private final Connection connection = TestConnection.open();
    private final FakeBroker broker = new FakeBroker();
    private final FakeConsumer consumer = new FakeConsumer(broker, 7);
    private final List<FakeProducer> producers = new ArrayList<>();
    private final Tally tally = new Tally();
    private final DecisionLoop loop = loop();

    @AfterEach
    void close() {
        loop.close();
        connection.close();
    }

    @Test
    void everyRequestIsAnsweredOnceWithItsMessage() {
        fill(false);
        start();
        runToTheEnd();
        assertEachAnsweredOnce();
        List<Decision> messages = values(Topics.DECISIONS).stream()
                .filter(decision -> decision.getAction() > 0)
                .toList();
        assertThat(values(Topics.ACTIONS))
                .extracting(MessageAction::getActionId)
                .containsExactlyInAnyOrderElementsOf(
                        messages.stream().map(Decision::getDecisionId).toList());
        assertThat(tally.requests()).isEqualTo(REQUESTS);
        assertThat(tally.decisions()).isEqualTo(REQUESTS);
        assertThat(tally.actions()).isEqualTo(messages.size()).isPositive();
        assertThat(tally.deadLetters()).isZero();
    }

    @Test
    void recordsAreKeyedByCustomer() {
        fill(false);
        start();
        runToTheEnd();
        Deserializer<Decision> decisions = connection.serdes().deserializer(Decision.class);
        for (ProducerRecord<byte[], byte[]> record : sent(Topics.DECISIONS)) {
            assertThat(new String(record.key(), StandardCharsets.UTF_8))
                    .isEqualTo(decisions
                            .deserialize(record.topic(), record.value())
                            .getCustomerId());
        }
    }

    @Test
    void badRequestsBecomeDeadLettersInTheSameTransactionAndTheRestGoesOn() {
        fill(true);
        start();
        runToTheEnd();
        assertEachAnsweredOnce();
        List<DeadLetter> letters = values(Topics.DEAD_LETTERS);
        assertThat(letters).hasSize(REQUESTS / 10);
        assertThat(letters).extracting(DeadLetter::getSourceOffset).doesNotHaveDuplicates();
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter.getApp()).isEqualTo("dispatcher");
            assertThat(letter.getErrorText()).contains("not in Confluent's frame");
            assertThat(letter.getValue().remaining()).isEqualTo(6);
        });
        assertThat(tally.deadLetters()).isEqualTo(letters.size());
    }

    @Test
    void pollOfNothingMakesNoTransaction() {
        broker.requests.put(partition(0), List.of());
        start();
        loop.step();
        loop.step();
        assertThat(broker.transactions).isZero();
        assertThat(producers).noneMatch(FakeProducer::transactionInFlight);
    }

    @Test
    void nothingIsLostAndNothingDoubledWhateverFails() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        fill(true);
        StopSignal stop = new StopSignal();
        consumer.schedulePollTask(() -> {
            consumer.takeAll();
            consumer.schedulePollTask(() -> disturb(random, stop));
        });
        loop.run(stop);
        assertThat(broker.isDone()).isTrue();
        assertEachAnsweredOnce();
        assertThat(values(Topics.DEAD_LETTERS))
                .hasSize(REQUESTS / 10)
                .extracting(DeadLetter::getSourceOffset)
                .doesNotHaveDuplicates();
        assertThat(tally.rollbacks()).isPositive();
    }

    /** Before each poll: perhaps something will go wrong with the transaction after it. */
    private void disturb(Random random, StopSignal stop) {
        if (broker.isDone()) {
            stop.raise();
        } else {
            Fault[] faults = Fault.values();
            Fault fault = random.nextInt(3) > 0 ? null : faults[random.nextInt(faults.length)];
            producers.forEach(producer -> producer.failNext(fault));
        }
        consumer.schedulePollTask(() -> disturb(random, stop));
    }

    @Test
    void everyKindOfFailureIsMadeGood() {
        for (Fault fault : Fault.values()) {
            FakeBroker mine = new FakeBroker();
            FakeConsumer reader = new FakeConsumer(mine, 100);
            mine.add(partition(0), new byte[] {'c'}, value(new RandomRequests(1).open("c")));
            List<FakeProducer> made = new ArrayList<>();
            try (DecisionLoop unlucky = loop(mine, reader, made)) {
                unlucky.start();
                reader.takeAll();
                made.forEach(producer -> producer.failNext(fault));
                assertThatThrownBy(unlucky::step).as(fault.name()).isInstanceOf(RolledBackException.class);
                assertThat(mine.committed.isEmpty()).as(fault.name()).isEqualTo(fault != Fault.COMMITTED_UNKNOWN);
            }
        }
    }

    @Test
    void loopWhoseProducerIsFencedEnds() {
        fill(false);
        consumer.schedulePollTask(() -> {
            consumer.takeAll();
            producers.forEach(FakeProducer::fenceProducer);
        });
        assertThatThrownBy(() -> loop.run(new StopSignal())).isInstanceOf(ProducerFencedException.class);
        assertThat(broker.committed).isEmpty();
        assertThat(producers).as("no producer fences the one that took over").hasSize(Transactions.TURNS);
    }

    @Test
    void failureThatDoesNotEndIsNotTriedForEver() {
        fill(false);
        DecisionLoop doomed = new DecisionLoop(
                connection,
                consumer,
                turn -> {
                    FakeProducer producer = new FakeProducer(broker);
                    producer.failNext(Fault.COMMIT_AND_ABORT);
                    producers.add(producer);
                    return producer;
                },
                decider(),
                seat(),
                surroundings(),
                deadLetters(),
                RETRIES,
                tally,
                meters());
        consumer.schedulePollTask(consumer::takeAll);
        assertThatThrownBy(() -> doomed.run(new StopSignal())).isInstanceOf(RolledBackException.class);
        assertThat(tally.rollbacks()).isEqualTo(RETRIES.most() + 1);
        assertThat(broker.committed).isEmpty();
    }

    private void start() {
        loop.start();
        consumer.takeAll();
    }

    private void runToTheEnd() {
        for (int i = 0; i < REQUESTS && !broker.isDone(); i++) {
            loop.step();
        }
        assertThat(broker.isDone()).isTrue();
    }

    /** Requests over two partitions, every tenth record of which is not one if {@code poison}. */
    private void fill(boolean poison) {
        List<DecisionRequest> requests = new RandomRequests(2).list(REQUESTS);
        for (int i = 0; i < REQUESTS; i++) {
            DecisionRequest request = requests.get(i);
            broker.add(partition(i % 2), request.getCustomerId().getBytes(StandardCharsets.UTF_8), value(request));
            if (poison && i % 10 == 0) {
                broker.add(partition(0), null, "poison".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void assertEachAnsweredOnce() {
        assertThat(values(Topics.DECISIONS))
                .extracting(Decision::getDecisionId)
                .containsExactlyInAnyOrderElementsOf(new RandomRequests(2)
                        .list(REQUESTS).stream()
                                .map(DecisionRequest::getDecisionId)
                                .toList());
    }

    private byte[] value(DecisionRequest request) {
        return connection
                .record(Topics.DECISION_REQUESTS, request.getCustomerId(), request, null)
                .value();
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(connection.name(Topics.DECISION_REQUESTS), number);
    }

    private List<ProducerRecord<byte[], byte[]>> sent(Topic<?> topic) {
        return broker.committed.stream()
                .filter(record -> record.topic().equals(connection.name(topic)))
                .toList();
    }

    private <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType());
        return sent(topic).stream()
                .map(record -> deserializer.deserialize(record.topic(), record.value()))
                .toList();
    }

    private DecisionLoop loop() {
        return loop(broker, consumer, producers);
    }

    private DecisionLoop loop(FakeBroker at, FakeConsumer from, List<FakeProducer> made) {
        return new DecisionLoop(
                connection,
                from,
                turn -> {
                    FakeProducer producer = new FakeProducer(at);
                    made.add(producer);
                    return producer;
                },
                decider(),
                seat(),
                surroundings(),
                deadLetters(),
                RETRIES,
                tally,
                meters());
    }

    private static Decider decider() {
        return new Decider(
                ActionCatalogue.standard(),
                new GroupAssignment("leaven", GroupShares.agentOnly()),
                Guardrails.none(ActionCatalogue.standard()),
                BeforeFirstSnapshot.RANDOM,
                1);
    }

    private static PanelSeat seat() {
        return Seats.empty();
    }

    private static Surroundings surroundings() {
        Guardrails none = Guardrails.none(ActionCatalogue.standard());
        return new Surroundings(
                () -> none,
                (requests, rules) -> new SendLedger(rules.ledgerPlan(), Share.WHOLE),
                DecisionTime.ofRequests(),
                customer -> null);
    }

    private DeadLetters deadLetters() {
        return new DeadLetters(connection, "dispatcher", Clock.systemUTC());
    }

    private static LoopMeters meters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return new LoopMeters(
                DistributionSummary.builder("batch").register(registry),
                Timer.builder("decide").register(registry),
                Timer.builder("commit").register(registry));
    }
}
