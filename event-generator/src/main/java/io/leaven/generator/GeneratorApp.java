package io.leaven.generator;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.ExperimentPlan;
import io.leaven.generator.stream.ExperimentStream;
import io.leaven.generator.stream.LogStream;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.stream.LoopStream;
import io.leaven.generator.stream.MediaPlan;
import io.leaven.generator.stream.MediaSpendStream;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Writes the simulated streams to Kafka. Each method runs on the caller's thread until its stream is over or the run is told
 * to stop, and says what it did. Records are sent by an idempotent producer with acks=all. Several methods may run at the
 * same time on threads of their own.
 *
 * <p>A log, an experiment or weeks of media spend that were cut short start from their beginning when they are run again;
 * with the same plan they send the same records but for their times, and the enricher drops what it has seen. A closed loop
 * that was cut short goes on by {@link #resume}.
 */
public final class GeneratorApp {

    private final Connection connection;
    private final GeneratorSettings settings;
    private final Clock clock;
    private final MeterRegistry metrics;

    /** @param connection stays open */
    public GeneratorApp(Connection connection, GeneratorSettings settings, Clock clock, MeterRegistry metrics) {
        this.connection = connection;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Writes what customers do under a logging policy: its decisions and their events.
     *
     * @param policy one of {@link LoggingPolicy#NAMES}
     * @throws UserError if the policy is unknown, a topic is missing, or Kafka refuses a record
     */
    public GeneratorSummary log(CustomerPlan plan, String policy, RunControl control) {
        requireTopics(Topics.CUSTOMER_EVENTS, Topics.DECISIONS);
        Instant start = clock.instant();
        LogStream log = new LogStream(plan, LoggingPolicy.named(policy, settings.catalogue(), plan.seed()), clock);
        long events = 0;
        long decisions = 0;
        try (RecordWriter writer = writer()) {
            Pace pace = control.pace();
            while (log.hasNext() && pace.awaitNext()) {
                LogStream.Entry entry = log.next();
                if (entry.decision().isPresent()) {
                    writer.write(
                            Topics.DECISIONS,
                            entry.event().getCustomerId(),
                            entry.decision().get(),
                            entry.event().getEventTime());
                    decisions++;
                }
                writer.write(
                        Topics.CUSTOMER_EVENTS,
                        entry.event().getCustomerId(),
                        entry.event(),
                        entry.event().getEventTime());
                control.progress().accept(++events);
            }
            writer.finish(log.hasNext());
        } finally {
            GeneratorMetric.EVENTS.counter(metrics).increment(events);
            GeneratorMetric.DECISIONS_WRITTEN.counter(metrics).increment(decisions);
        }
        return new GeneratorSummary(
                "log",
                plan.world().name(),
                plan.seed(),
                plan.prefix(),
                events,
                decisions,
                0,
                0,
                secondsSince(start),
                !log.hasNext(),
                log.summary());
    }

    /**
     * Enrols new customers and lets them live by the decisions that Leaven makes for them. No decision is missed, since the
     * place to read from is fixed before the first customer enrols.
     *
     * @throws UserError if a topic is missing, Kafka refuses a record, a decision names a channel or promotion that the
     *     world does not know, or no decision comes within {@value GeneratorSettings#DECISION_TIMEOUT_MS}
     */
    public GeneratorSummary loop(CustomerPlan plan, RunControl control) {
        requireTopics(Topics.CUSTOMER_EVENTS, Topics.DECISIONS, Topics.DEAD_LETTERS);
        return loop(plan, control, DecisionReader.fromNow(connection));
    }

    /**
     * Goes on with customers whose loop was cut short: reads all decisions on record and lives them again, which brings the
     * same events; those that the enricher has seen it drops as repeats.
     *
     * @param plan the one that {@link #loop} was given
     * @throws UserError as for {@link #loop}
     */
    public GeneratorSummary resume(CustomerPlan plan, RunControl control) {
        requireTopics(Topics.CUSTOMER_EVENTS, Topics.DECISIONS, Topics.DEAD_LETTERS);
        return loop(plan, control, DecisionReader.fromBeginning(connection));
    }

    private GeneratorSummary loop(CustomerPlan plan, RunControl control, DecisionReader opened) {
        Instant start = clock.instant();
        LoopStream customers = new LoopStream(plan, clock);
        try (DecisionReader decisions = opened;
                RecordWriter writer = writer()) {
            ClosedLoop loop = new ClosedLoop(
                    customers, decisions, writer, connection, clock, control, settings.decisionTimeout());
            try {
                loop.run();
                writer.finish(!customers.isFinished());
            } finally {
                count(loop, customers);
            }
            return new GeneratorSummary(
                    "loop",
                    plan.world().name(),
                    plan.seed(),
                    plan.prefix(),
                    loop.events(),
                    customers.answered(),
                    ignored(customers),
                    loop.letters(),
                    secondsSince(start),
                    customers.isFinished(),
                    customers.summary());
        }
    }

    /**
     * Writes a randomised experiment, all arms in turn.
     *
     * @throws UserError if the topic is missing or Kafka refuses a record
     */
    public RowSummary experiments(ExperimentPlan plan, RunControl control) {
        return rows(
                new Rows<>(
                        "experiments",
                        Topics.TREATMENT_EXPERIMENTS,
                        new ExperimentStream(plan, clock),
                        ExperimentOutcome::getCustomerId,
                        GeneratorMetric.EXPERIMENTS),
                plan.seed(),
                control);
    }

    /**
     * Writes weeks of advertising and revenue.
     *
     * @throws UserError if the topic is missing or Kafka refuses a record
     */
    public RowSummary mediaSpend(MediaPlan plan, RunControl control) {
        return rows(
                new Rows<>(
                        "media-spend",
                        Topics.MEDIA_SPEND,
                        new MediaSpendStream(plan),
                        MediaSpendStream::key,
                        GeneratorMetric.MEDIA_WEEKS),
                plan.seed(),
                control);
    }

    private record Rows<V extends SpecificRecord>(
            String name, Topic<V> topic, Iterator<V> values, Function<V, String> key, GeneratorMetric metric) {}

    private <V extends SpecificRecord> RowSummary rows(Rows<V> rows, long seed, RunControl control) {
        requireTopics(rows.topic);
        Instant start = clock.instant();
        long written = 0;
        try (RecordWriter writer = writer()) {
            Pace pace = control.pace();
            while (rows.values.hasNext() && pace.awaitNext()) {
                V value = rows.values.next();
                writer.write(rows.topic, rows.key.apply(value), value, clock.instant());
                control.progress().accept(++written);
            }
            writer.finish(rows.values.hasNext());
        } finally {
            rows.metric.counter(metrics).increment(written);
        }
        return new RowSummary(rows.name, seed, written, secondsSince(start), !rows.values.hasNext());
    }

    private RecordWriter writer() {
        return new RecordWriter(connection, settings.producer());
    }

    private void requireTopics(Topic<?>... topics) {
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("leaven-generator-topics")) {
            for (Topic<?> topic : topics) {
                TopicScan.partitions(consumer, connection.name(topic));
            }
        }
    }

    private void count(ClosedLoop loop, LoopStream customers) {
        GeneratorMetric.EVENTS.counter(metrics).increment(loop.events());
        GeneratorMetric.DECISIONS_FOLLOWED.counter(metrics).increment(customers.answered());
        GeneratorMetric.DECISIONS_IGNORED.counter(metrics).increment(ignored(customers));
        GeneratorMetric.DEAD_LETTERS.counter(metrics).increment(loop.letters());
    }

    private static long ignored(LoopStream customers) {
        return customers.repeated() + customers.ahead();
    }

    private double secondsSince(Instant start) {
        return (clock.millis() - start.toEpochMilli()) / 1000.0;
    }
}
