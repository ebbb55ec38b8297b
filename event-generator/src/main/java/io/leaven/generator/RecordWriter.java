package io.leaven.generator;

import io.leaven.app.Connection;
import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records without waiting for each; a failure shows on a later one, or on {@link #finish}. Not thread-safe. */
final class RecordWriter implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Connection connection;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<UserError> failure = new AtomicReference<>();

    RecordWriter(Connection connection, Map<String, Object> producerConfig) {
        this.connection = connection;
        this.producer = connection.rawProducer("leaven-generator", producerConfig);
    }

    <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, Instant time) {
        write(connection.record(topic, key, value, time.toEpochMilli()));
    }

    void write(ProducerRecord<byte[], byte[]> record) {
        failIfFailed();
        producer.send(record, (metadata, error) -> {
            if (error != null) {
                failure.compareAndSet(
                        null, new UserError("cannot write to " + record.topic() + ": " + error.getMessage(), error));
            }
        });
    }

    /**
     * Returns when every record has arrived.
     *
     * @param inHurry to wait for a few seconds at most
     */
    void finish(boolean inHurry) {
        if (inHurry) {
            producer.close(CLOSE_TIMEOUT);
        } else {
            producer.flush();
        }
        failIfFailed();
    }

    private void failIfFailed() {
        UserError failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
