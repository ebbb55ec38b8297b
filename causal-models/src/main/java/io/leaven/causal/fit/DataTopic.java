package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a topic of data to fit on from end to end. What cannot be used goes to dead letters; the rest counts. */
final class DataTopic<V extends SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(DataTopic.class);

    /** Confluent's code for a schema id that the registry does not have. */
    private static final int UNKNOWN_SCHEMA = 40403;

    private final Connection connection;
    private final Topic<V> topic;
    private final DeadLetters deadLetters;
    private final Counter rows;
    private final Counter refused;

    DataTopic(Connection connection, Topic<V> topic, Clock clock, MeterRegistry metrics) {
        this.connection = connection;
        this.topic = topic;
        this.deadLetters = new DeadLetters(connection, "causal", clock);
        this.rows = CausalMetric.ROWS.counter(metrics);
        this.refused = CausalMetric.DEAD_LETTERS.counter(metrics);
    }

    /** Takes one record. */
    @FunctionalInterface
    interface Rows<V> {
        /** @throws IllegalArgumentException saying what is wrong, if the record cannot be used */
        void add(V value);
    }

    /**
     * Reads all that is there now.
     *
     * @param what is read, in a few words, for the progress
     * @return how many records were sent to dead letters
     * @throws UserError if there is no such topic, dead letters are refused, or the signal is raised on the way
     * @throws SchemaRegistryException if the registry is out of reach
     */
    long read(String what, Rows<V> good, StopSignal stop) {
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("leaven-fit");
                Producer<byte[], byte[]> letters = connection.rawProducer("leaven-fit-dead-letters", Map.of());
                Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType());
                Progress progress = Progress.start("read " + what, -1)) {
            Scan scan = new Scan(deserializer, good, letters, stop);
            TopicScan.scan(consumer, connection.name(topic), scan, read -> {
                checkStop(stop);
                progress.to(read);
            });
            letters.flush();
            scan.checkLetters();
            return scan.bad;
        }
    }

    static void checkStop(StopSignal stop) {
        if (stop.isRaised()) {
            throw new UserError("stopped before a model was fitted");
        }
    }

    private final class Scan implements TopicScan.RecordHandler {

        private final Deserializer<V> deserializer;
        private final Rows<V> good;
        private final Producer<byte[], byte[]> letters;
        private final StopSignal stop;
        private final AtomicReference<Exception> lost = new AtomicReference<>();
        private long bad;

        private Scan(Deserializer<V> deserializer, Rows<V> good, Producer<byte[], byte[]> letters, StopSignal stop) {
            this.deserializer = deserializer;
            this.good = good;
            this.letters = letters;
            this.stop = stop;
        }

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            checkStop(stop);
            try {
                V value = deserializer.deserialize(record.topic(), record.value());
                if (value == null) {
                    throw new IllegalArgumentException("the record has no value");
                }
                good.add(value);
                rows.increment();
            } catch (SerializationException | IllegalArgumentException e) {
                refuse(record, e);
            } catch (SchemaRegistryException e) {
                if (e.errorCode() != UNKNOWN_SCHEMA) {
                    throw e;
                }
                refuse(record, e);
            }
        }

        private void refuse(ConsumerRecord<byte[], byte[]> record, RuntimeException reason) {
            LOG.warn(
                    "{}-{}@{} cannot be used: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason.getMessage());
            letters.send(deadLetters.letter(record, reason), (sent, failure) -> {
                if (failure != null) {
                    lost.compareAndSet(null, failure);
                }
            });
            bad++;
            refused.increment();
        }

        private void checkLetters() {
            Exception failure = lost.get();
            if (failure != null) {
                throw new UserError(
                        "'" + connection.name(Topics.DEAD_LETTERS) + "' does not take dead letters: "
                                + failure.getMessage(),
                        failure);
            }
        }
    }
}
