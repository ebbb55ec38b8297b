package io.leaven.trainer;

import io.leaven.agent.snapshot.Snapshot;
import io.leaven.app.DeadLetters;
import io.leaven.app.ErasedCustomers;
import io.leaven.schemas.Transition;
import io.leaven.schemas.registry.SchemaRegistryException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the replay topic to the loop. A record that cannot be used is counted, logged and sent to dead letters, unless the
 * trainer before this one did so already, and the rest goes on. A registry that fails is no fault of a record: that ends the
 * reader. For one thread.
 */
final class ReplayReader {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayReader.class);

    private final ByTime log;
    private final Deserializer<Transition> deserializer;
    private final TrainerLoop loop;
    private final Resume resume;
    private final java.util.function.Consumer<ProducerRecord<byte[], byte[]>> letterBox;
    private final DeadLetters deadLetters;
    private final java.util.function.Consumer<Snapshot> publisher;
    private final ErasedCustomers erased;
    private long refused;

    /**
     * @param consumer with the replay topic's partitions assigned
     * @param letterBox sends dead letters
     * @param publisher told of every snapshot
     * @param erased whose steps are passed over
     */
    ReplayReader(
            Consumer<byte[], byte[]> consumer,
            Deserializer<Transition> deserializer,
            TrainerLoop loop,
            Resume resume,
            java.util.function.Consumer<ProducerRecord<byte[], byte[]>> letterBox,
            DeadLetters deadLetters,
            java.util.function.Consumer<Snapshot> publisher,
            ErasedCustomers erased) {
        this.log = new ByTime(consumer);
        this.deserializer = deserializer;
        this.loop = loop;
        this.resume = resume;
        this.letterBox = letterBox;
        this.deadLetters = deadLetters;
        this.publisher = publisher;
        this.erased = erased;
    }

    /**
     * Takes what has come, or waits for it; what was learned is published if nothing comes.
     *
     * @param stopped asked before each record; once it is true, the rest is left for another time
     */
    void poll(Duration wait, BooleanSupplier stopped) {
        List<ConsumerRecord<byte[], byte[]>> records = log.poll(wait);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (stopped.getAsBoolean()) {
                return;
            }
            take(record);
        }
        if (records.isEmpty() && log.lag() == 0) {
            loop.caughtUp().ifPresent(publisher);
        }
    }

    /** Publishes what was learned and not published yet. */
    void finish() {
        loop.finish().ifPresent(publisher);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (erased.contains(record.key())) {
            loop.passed(record.partition(), record.offset());
            return;
        }
        try {
            loop.observe(record.partition(), record.offset(), transition(record))
                    .ifPresent(publisher);
        } catch (SerializationException | RefusedTransitionException e) {
            refuse(record, e);
        }
    }

    private Transition transition(ConsumerRecord<byte[], byte[]> record) throws RefusedTransitionException {
        if (record.value() == null) {
            throw new RefusedTransitionException("a transition without a value");
        }
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (SchemaRegistryException e) {
            if (e.isNotFound()) {
                throw new SerializationException(e.getMessage(), e);
            }
            throw e;
        }
    }

    private void refuse(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        loop.passed(record.partition(), record.offset());
        refused++;
        LOG.warn(
                "refused topic {}, partition {}, offset {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason.getMessage());
        if (!resume.knew(record.partition(), record.offset())) {
            letterBox.accept(deadLetters.letter(record, reason));
        }
    }

    TrainerStatus status() {
        return new TrainerStatus(loop.status(), refused, log.lag());
    }
}
