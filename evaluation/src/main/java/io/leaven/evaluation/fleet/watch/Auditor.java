package io.leaven.evaluation.fleet.watch;

import io.leaven.app.Connection;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.evaluation.fleet.audit.CustomerStep;
import io.leaven.evaluation.fleet.audit.Kind;
import io.leaven.evaluation.fleet.audit.Ledger;
import io.leaven.evaluation.fleet.load.Mischief;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads all that the apps commit, from the first record on, and enters it into the ledger. */
public final class Auditor implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** What a record of a topic means. */
    private interface Entry {
        void make(ConsumerRecord<byte[], byte[]> record);
    }

    private final Connection connection;
    private final Ledger ledger;
    private final java.util.function.Consumer<CustomerStep> decided;
    private final Map<String, Entry> entries = new HashMap<>();
    private final StopSignal stop = new StopSignal();
    private final Thread thread = new Thread(this::run, "fleet-audit");
    private volatile Exception failure;

    /** @param decided told of each decision when it is seen for the first time */
    public Auditor(Connection connection, Ledger ledger, java.util.function.Consumer<CustomerStep> decided) {
        this.connection = connection;
        this.ledger = ledger;
        this.decided = decided;
        entry(
                Topics.DECISION_REQUESTS,
                DecisionRequest.class,
                request -> ledger.saw(Kind.REQUEST, CustomerStep.ofId(request.getDecisionId())));
        entry(Topics.DECISIONS, Decision.class, this::decision);
        entry(
                Topics.ACTIONS,
                MessageAction.class,
                action -> ledger.saw(Kind.ACTION, CustomerStep.ofId(action.getActionId())));
        entry(
                Topics.REPLAY,
                Transition.class,
                transition -> ledger.sawTransition(
                        CustomerStep.ofId(transition.getTransitionId()),
                        transition.getAction(),
                        transition.getPropensity() != null));
        entry(Topics.AGENT_SNAPSHOTS, AgentSnapshot.class, snapshot -> ledger.snapshot(snapshot.getVersion()));
        entry(
                Topics.DEAD_LETTERS,
                DeadLetter.class,
                letter -> ledger.letter(
                        letter.getSourceTopic() + "-" + letter.getSourcePartition() + "@" + letter.getSourceOffset()));
    }

    private <V extends SpecificRecord> void entry(
            Topic<V> topic, Class<V> type, java.util.function.Consumer<V> meaning) {
        Deserializer<V> values = connection.serdes().deserializer(type);
        entries.put(
                connection.name(topic), record -> meaning.accept(values.deserialize(record.topic(), record.value())));
    }

    private void decision(Decision decision) {
        CustomerStep step = CustomerStep.ofId(decision.getDecisionId());
        if (ledger.sawDecision(step, decision.getAction())) {
            decided.accept(step);
        }
    }

    public void start() {
        thread.start();
    }

    /** Why it cannot go on, if so. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("fleet-audit")) {
            List<TopicPartition> partitions = new ArrayList<>();
            entries.keySet().forEach(topic -> partitions.addAll(TopicScan.partitions(consumer, topic)));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stop.isRaised()) {
                consumer.poll(POLL).forEach(this::enter);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        if (record.headers().lastHeader(Mischief.HEADER) != null) {
            return;
        }
        try {
            entries.get(record.topic()).make(record);
        } catch (RuntimeException e) {
            ledger.wrong("record", record.topic() + "-" + record.partition() + "@" + record.offset() + ": " + e);
        }
    }

    @Override
    public void close() {
        stop.raise();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
