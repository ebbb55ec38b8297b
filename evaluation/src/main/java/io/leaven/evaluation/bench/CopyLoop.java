package io.leaven.evaluation.bench;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.StopSignal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The dispatcher's peer: reads a topic and writes each record to another, bytes as they are, one transaction a poll. All
 * that the dispatcher does beyond this is deciding.
 */
final class CopyLoop implements App {

    static final String TARGET = "bench.requests";

    // The dispatcher's own, so that both poll and batch alike.
    private static final int POLL_RECORDS = 2_000;
    private static final int BATCH_BYTES = 256 * 1024;

    private final Connection connection;
    private final String from;
    private final String group;
    private final StopSignal stop = new StopSignal();
    private final Thread thread = new Thread(this::run, "copy-loop");
    private volatile Throwable failure;

    CopyLoop(Connection connection, String from, String group) {
        this.connection = connection;
        this.from = from;
        this.group = group;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        Map<String, Object> polls = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        Map<String, Object> transactional =
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        try (Consumer<byte[], byte[]> consumer = connection.rawConsumer(group, group, polls);
                Producer<byte[], byte[]> producer = connection.rawProducer(group, transactional)) {
            producer.initTransactions();
            consumer.subscribe(List.of(from));
            while (!stop.isRaised()) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                if (!polled.isEmpty()) {
                    copy(polled, consumer, producer);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void copy(
            ConsumerRecords<byte[], byte[]> polled,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            producer.send(new ProducerRecord<>(TARGET, record.key(), record.value()));
            next.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
        producer.commitTransaction();
    }

    @Override
    public void close() {
        stop.raise();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
