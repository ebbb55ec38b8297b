package io.leaven.enricher;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.TopicFollower;
import io.leaven.app.UserError;
import io.leaven.enricher.causal.CausalModelView;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enricher at work: {@link RewardEnricherTopology} on Kafka Streams, and the causal models that it follows.
 *
 * <p>An error that is not a bad record ends the app; it stands in {@link #failure()}. Nothing is lost then: what was not
 * committed is processed again by the next one.
 */
public final class RewardEnricherApp implements App {

    private static final Logger LOG = LoggerFactory.getLogger(RewardEnricherApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final String CLIENT = "leaven-enricher";

    private final Connection connection;
    private final EnricherSettings settings;
    private final MeterRegistry metrics;
    private final EnricherCounts counts = new EnricherCounts();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CausalModelView models;
    private final TopicFollower follower;
    private final DeadLetters letters;
    private Producer<byte[], byte[]> letterProducer;
    private KafkaStreams streams;
    private KafkaStreamsMetrics streamsMetrics;
    private boolean closed;

    /** @param connection stays open when the app closes */
    public RewardEnricherApp(Connection connection, EnricherSettings settings, MeterRegistry metrics) {
        this.connection = connection;
        this.settings = settings;
        this.metrics = metrics;
        this.letters = new DeadLetters(connection, RewardEnricherTopology.APP, Clock.systemUTC());
        this.models = new CausalModelView(
                connection.serdes().deserializer(CausalModel.class),
                (record, why) -> letterProducer.send(letters.letter(record, why.errorClass(), why.errorText())),
                counts,
                settings.rewardWeights().needsStandardErrors());
        this.follower = new TopicFollower(
                connection.name(Topics.CAUSAL_MODELS), () -> connection.rawReader(CLIENT + "-models"), models);
    }

    /**
     * Starts once the topics are there and the causal models on record are read.
     *
     * @throws UserError if a topic is missing, or the models cannot be read in time
     */
    @Override
    public synchronized void start() {
        counts.bindTo(metrics);
        String clusterId;
        try (Admin admin = connection.admin()) {
            EnricherTopics.await(
                    new TopicAdmin(admin, connection.topicPrefix()),
                    RewardEnricherTopology.sources(settings).values(),
                    settings.startTimeout());
            clusterId = admin.describeCluster().clusterId().get();
        } catch (ExecutionException e) {
            throw new UserError("cannot ask the cluster at " + connection.bootstrapServers() + " for its id", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while starting", e);
        }
        letterProducer = connection.rawProducer(CLIENT + "-model-letters", Map.of());
        follower.start();
        follower.awaitCaughtUp(settings.startTimeout());
        streams = new KafkaStreams(
                RewardEnricherTopology.build(settings, connection, models, counts, Clock.systemUTC()),
                StreamsProperties.of(settings, connection, clusterId));
        streams.setUncaughtExceptionHandler(error -> {
            LOG.error("the enricher cannot go on", error);
            failure.compareAndSet(null, error);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(metrics);
        streams.start();
    }

    /** How far it has come. */
    public synchronized EnricherStatus status() {
        return EnricherStatus.of(
                streams == null ? State.CREATED.name() : streams.state().name(), counts);
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get()).or(follower::failure);
    }

    /** Once its partitions are assigned and their state is restored. */
    @Override
    public boolean ready() {
        return streams.state() == State.RUNNING;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (streams != null) {
            // One that keeps its name comes back: its partitions stay its own for as long as a session lasts.
            GroupMembershipOperation membership = settings.instanceName().isPresent()
                    ? GroupMembershipOperation.REMAIN_IN_GROUP
                    : GroupMembershipOperation.LEAVE_GROUP;
            boolean ended = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(membership));
            if (!ended) {
                LOG.warn(
                        "the enricher did not end within {} s; what is not committed will be done again",
                        CLOSE_TIMEOUT.toSeconds());
            }
            streamsMetrics.close();
        }
        follower.close();
        if (letterProducer != null) {
            letterProducer.close();
        }
    }
}
