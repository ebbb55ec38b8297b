package io.leaven.generator;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.schemas.Decision;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads decisions, committed ones only, from a place that is fixed when it is opened. Not thread-safe. */
final class DecisionReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<Decision> deserializer;

    private DecisionReader(Connection connection) {
        this.consumer = connection.rawReader("leaven-generator");
        this.deserializer = connection.serdes().deserializer(Decision.class);
    }

    /**
     * Begins to read where the topic ends now: what is decided from now on is not missed, whenever it is asked for.
     *
     * @throws UserError if there is no such topic
     */
    static DecisionReader fromNow(Connection connection) {
        DecisionReader reader = new DecisionReader(connection);
        reader.assign(connection);
        reader.consumer.endOffsets(reader.consumer.assignment()).forEach(reader.consumer::seek);
        return reader;
    }

    /**
     * Begins to read with the oldest decision on the topic.
     *
     * @throws UserError if there is no such topic
     */
    static DecisionReader fromBeginning(Connection connection) {
        DecisionReader reader = new DecisionReader(connection);
        reader.assign(connection);
        reader.consumer.seekToBeginning(reader.consumer.assignment());
        return reader;
    }

    private void assign(Connection connection) {
        try {
            List<TopicPartition> partitions = TopicScan.partitions(consumer, connection.name(Topics.DECISIONS));
            consumer.assign(partitions);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Waits for a moment at most. */
    ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(POLL);
    }

    /** @throws RuntimeException if the value is no decision */
    Decision decode(ConsumerRecord<byte[], byte[]> record) {
        Decision decision = deserializer.deserialize(record.topic(), record.value());
        if (decision == null) {
            throw new IllegalArgumentException("the value is null");
        }
        return decision;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
