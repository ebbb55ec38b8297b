package io.leaven.enricher;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.TopicFollower;
import io.leaven.app.UserError;
import io.leaven.enricher.causal.CausalModelView;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topology on Kafka Streams that asks causal models, and the follower that brings the newest of them.
 *
 * <p>An error that is not a bad record ends it; it stands in {@link #failure()}. Nothing is lost then: what was not
 * committed is processed again by the next one.
 */
final class CausalStreams implements App {

    private static final Logger LOG = LoggerFactory.getLogger(CausalStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final String CLIENT = "leaven-enricher";

    private final Connection connection;
    private final EnricherSettings settings;
    private final String applicationId;
    private final Function<Supplier<UpliftSource>, Topology> topology;
    private final EnricherCounts counts;
    private final MeterRegistry metrics;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CausalModelView models;
    private final TopicFollower follower;
    private final DeadLetters letters;
    private Producer<byte[], byte[]> letterProducer;
    private RocksDbMemory memory;
    private KafkaStreams streams;
    private KafkaStreamsMetrics streamsMetrics;
    private boolean closed;

    /**
     * @param connection stays open
     * @param applicationId of the instances that share the work
     * @param topology built on the newest models when those on record are read
     */
    CausalStreams(
            Connection connection,
            EnricherSettings settings,
            String applicationId,
            Function<Supplier<UpliftSource>, Topology> topology,
            EnricherCounts counts,
            MeterRegistry metrics) {
        this.connection = connection;
        this.settings = settings;
        this.applicationId = applicationId;
        this.topology = topology;
        this.counts = counts;
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

    /** The newest good models of now. */
    UpliftSource models() {
        return models.get();
    }

    /**
     * Starts once the causal models on record are read.
     *
     * @throws UserError if they cannot be read in time
     */
    @Override
    public synchronized void start() {
        counts.bindTo(metrics);
        String clusterId = clusterId();
        letterProducer = connection.rawProducer(CLIENT + "-model-letters", Map.of());
        follower.start();
        follower.awaitCaughtUp(settings.startTimeout());
        memory = new RocksDbMemory(settings.rocksDbMaxBytes());
        Properties properties = StreamsProperties.of(settings, connection, applicationId, clusterId);
        properties.put(BoundedRocksDb.MEMORY, memory);
        streams = new KafkaStreams(topology.apply(models), properties);
        streams.setUncaughtExceptionHandler(error -> {
            LOG.error("the enricher cannot go on", error);
            failure.compareAndSet(null, error);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(metrics);
        streams.start();
    }

    private String clusterId() {
        try (Admin admin = connection.admin()) {
            return admin.describeCluster().clusterId().get();
        } catch (ExecutionException e) {
            throw new UserError("cannot ask the cluster at " + connection.bootstrapServers() + " for its id", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while starting", e);
        }
    }

    synchronized State state() {
        return streams == null ? State.CREATED : streams.state();
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get()).or(follower::failure);
    }

    /** Once its partitions are assigned and their state is restored. */
    @Override
    public boolean ready() {
        return state() == State.RUNNING;
    }

    /** An enricher that keeps its name comes back: its partitions stay its own for as long as a session lasts. A rebuild ends. */
    private GroupMembershipOperation atClose() {
        boolean comesBack = settings.instanceName().isPresent()
                && applicationId.equals(settings.applicationId(connection.topicPrefix()));
        return comesBack ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (streams != null) {
            boolean ended = streams.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(atClose()));
            if (!ended) {
                LOG.warn(
                        "the enricher did not end within {} s; what is not committed will be done again",
                        CLOSE_TIMEOUT.toSeconds());
            }
            streamsMetrics.close();
        }
        if (memory != null) {
            memory.close();
        }
        follower.close();
        if (letterProducer != null) {
            letterProducer.close();
        }
    }
}
