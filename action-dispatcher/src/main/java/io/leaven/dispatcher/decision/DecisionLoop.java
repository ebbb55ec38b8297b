package io.leaven.dispatcher.decision;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.StopSignal;
import io.leaven.dispatcher.delivery.event.ActionEvent;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consume, decide, produce on one thread: every poll's requests become decisions, messages and dead letters in one
 * transaction together with the read position, so each request is answered exactly once whatever fails in between.
 *
 * <p>A transaction that fails leaves nothing behind: the loop goes back to the committed position and makes it again, with
 * a pause that doubles, until {@link Retries#most} have failed in a row. A loop whose transactional id was taken over ends with
 * {@link org.apache.kafka.common.errors.ProducerFencedException}. A poll without requests makes no transaction.
 */
public final class DecisionLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Connection connection;
    private final Consumer<byte[], byte[]> consumer;
    private final Transactions transactions;
    private final RequestReader reader;
    private final Decider decider;
    private final PanelSeat seat;
    private final Surroundings surroundings;
    private final DeadLetters deadLetters;
    private final Retries retries;
    private final Tally tally;
    private final LoopMeters meters;
    private boolean behind;

    /**
     * @param consumer not subscribed yet; it stays open
     * @param producers makes transactional producers that take turns, by number from 0; what has the same number has the
     *     same transactional id. The loop closes what it asks for
     * @param seat used by the loop's thread only; it stays open
     * @param surroundings used by the loop's thread only
     */
    public DecisionLoop(
            Connection connection,
            Consumer<byte[], byte[]> consumer,
            IntFunction<Producer<byte[], byte[]>> producers,
            Decider decider,
            PanelSeat seat,
            Surroundings surroundings,
            DeadLetters deadLetters,
            Retries retries,
            Tally tally,
            LoopMeters meters) {
        this.connection = connection;
        this.consumer = consumer;
        this.transactions = new Transactions(producers);
        this.reader = new RequestReader(
                connection.serdes().deserializer(DecisionRequest.class), new RequestRules(decider.actions()));
        this.decider = decider;
        this.seat = seat;
        this.surroundings = surroundings;
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.tally = tally;
        this.meters = meters;
    }

    /** Works until the signal is raised; between two transactions, so nothing is left half done. */
    public void run(StopSignal stop) {
        start();
        int failures = 0;
        while (!stop.isRaised()) {
            try {
                step();
                failures = 0;
            } catch (RolledBackException | RetriableException | SchemaRegistryException e) {
                tally.rolledBack();
                if (++failures > retries.most()) {
                    throw e;
                }
                LOG.warn("failure {} in a row, going back to the committed position", failures, e);
                behind = true;
                stop.await(retries.pause(failures));
            }
        }
    }

    void start() {
        transactions.settle();
        consumer.subscribe(List.of(connection.name(Topics.DECISION_REQUESTS)), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                surroundings.forget(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                surroundings.forget(partitions);
            }
        });
    }

    /** One poll and, if it brought anything, one transaction. */
    void step() {
        if (behind) {
            surroundings.forgetAll();
            transactions.settle();
            goBack();
            behind = false;
        }
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (polled.isEmpty()) {
            return;
        }
        meters.batch().record(polled.count());
        Batch batch = meters.decide().record(() -> answer(polled));
        meters.commit().record(() -> transactions.commit(batch.out, batch.positions, consumer.groupMetadata()));
        tally.committed(polled.count(), batch.decisions, batch.messages);
    }

    /** What one transaction writes, and how much of it is what. */
    private record Batch(
            List<ProducerRecord<byte[], byte[]>> out,
            Map<TopicPartition, OffsetAndMetadata> positions,
            long decisions,
            long messages) {}

    private Batch answer(ConsumerRecords<byte[], byte[]> polled) {
        List<ProducerRecord<byte[], byte[]>> out = new ArrayList<>(2 * polled.count());
        List<DecisionRequest> requests = new ArrayList<>(polled.count());
        List<TopicPartition> rows = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            try {
                requests.add(reader.read(record));
                rows.add(new TopicPartition(record.topic(), record.partition()));
            } catch (InvalidRequestException e) {
                LOG.warn(
                        "refused the request at topic {}, partition {}, offset {}: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.inLogs());
                out.add(deadLetters.letter(record, e));
            }
        }
        Surroundings.Batch circumstances = surroundings.batch(rows);
        long messages = 0;
        int row = 0;
        for (Answer answer : decider.decide(requests, seat.current(), circumstances)) {
            String customer = answer.decision().getCustomerId();
            out.add(connection.record(Topics.DECISIONS, customer, answer.decision(), null));
            if (answer.message().isPresent()) {
                MessageAction message = answer.message().get();
                ProducerRecord<byte[], byte[]> action =
                        connection.record(Topics.ACTIONS, customer, message, circumstances.timestamp());
                ActionEvent.writeTo(action.headers(), message);
                out.add(at(circumstances.partition(row), action));
                messages++;
            }
            row++;
        }
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>(polled.nextOffsets());
        positions.replaceAll((partition, next) ->
                new OffsetAndMetadata(next.offset(), next.leaderEpoch(), circumstances.note(partition)));
        return new Batch(out, positions, requests.size(), messages);
    }

    /** A customer's messages lie where its requests do, whoever wrote those: there they are looked for. */
    private static ProducerRecord<byte[], byte[]> at(Integer partition, ProducerRecord<byte[], byte[]> record) {
        return partition == null
                ? record
                : new ProducerRecord<>(
                        record.topic(), partition, record.timestamp(), record.key(), record.value(), record.headers());
    }

    private void goBack() {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
        for (TopicPartition partition : consumer.assignment()) {
            OffsetAndMetadata position = committed.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
    }

    /** Closes the producer; what it left open is undone. */
    @Override
    public void close() {
        transactions.close();
    }
}
