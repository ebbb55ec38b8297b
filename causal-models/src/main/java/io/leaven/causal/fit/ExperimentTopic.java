package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.causal.uplift.ExperimentRows;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topic {@code treatment-experiments} from end to end. What cannot be used goes to dead letters; the rest counts. */
final class ExperimentTopic {

    private static final Logger LOG = LoggerFactory.getLogger(ExperimentTopic.class);

    /** Confluent's code for a schema id that the registry does not have. */
    private static final int UNKNOWN_SCHEMA = 40403;

    private final Connection connection;
    private final DeadLetters deadLetters;
    private final Counter rows;
    private final Counter refused;

    ExperimentTopic(Connection connection, Clock clock, MeterRegistry metrics) {
        this.connection = connection;
        this.deadLetters = new DeadLetters(connection, "causal", clock);
        this.rows = CausalMetric.ROWS.counter(metrics);
        this.refused = CausalMetric.DEAD_LETTERS.counter(metrics);
    }

    /**
     * Reads all that is there now.
     *
     * @throws UserError if there is no such topic, dead letters are refused, or the signal is raised on the way
     * @throws SchemaRegistryException if the registry is out of reach
     */
    UpliftSource read(StopSignal stop) {
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("leaven-fit");
                Producer<byte[], byte[]> letters = connection.rawProducer("leaven-fit-dead-letters", Map.of());
                Deserializer<ExperimentOutcome> deserializer =
                        connection.serdes().deserializer(ExperimentOutcome.class);
                Progress progress = Progress.start("read experiment rows", -1)) {
            Scan scan = new Scan(deserializer, letters, stop);
            TopicScan.scan(consumer, connection.name(Topics.TREATMENT_EXPERIMENTS), scan, read -> {
                UpliftTraining.checkStop(stop);
                progress.to(read);
            });
            letters.flush();
            scan.checkLetters();
            return new UpliftSource(
                    "topic '" + connection.name(Topics.TREATMENT_EXPERIMENTS) + "'",
                    scan.good.build(),
                    scan.bad,
                    List.of(),
                    scan.bad == 0 ? List.of() : List.of(scan.bad + " records could not be used; see dead letters"));
        }
    }

    private final class Scan implements TopicScan.RecordHandler {

        private final Deserializer<ExperimentOutcome> deserializer;
        private final Producer<byte[], byte[]> letters;
        private final StopSignal stop;
        private final ExperimentRows good = new ExperimentRows(StateFeature.PAPER);
        private final AtomicReference<Exception> lost = new AtomicReference<>();
        private long bad;

        private Scan(Deserializer<ExperimentOutcome> deserializer, Producer<byte[], byte[]> letters, StopSignal stop) {
            this.deserializer = deserializer;
            this.letters = letters;
            this.stop = stop;
        }

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            UpliftTraining.checkStop(stop);
            try {
                ExperimentOutcome outcome = deserializer.deserialize(record.topic(), record.value());
                if (outcome == null) {
                    throw new IllegalArgumentException("the record has no value");
                }
                good.add(outcome);
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
                    "{}-{}@{} is no experiment row: {}",
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
