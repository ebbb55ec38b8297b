package io.leaven.enricher;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.UserError;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.schemas.topic.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The enricher at work: {@link RewardEnricherTopology} on Kafka Streams, and the causal models that it follows.
 *
 * <p>An error that is not a bad record ends the app; it stands in {@link #failure()}. Nothing is lost then: what was not
 * committed is processed again by the next one.
 */
public final class RewardEnricherApp implements App {

    private final Connection connection;
    private final EnricherSettings settings;
    private final EnricherCounts counts = new EnricherCounts();
    private final CausalStreams streams;

    /** @param connection stays open when the app closes */
    public RewardEnricherApp(Connection connection, EnricherSettings settings, MeterRegistry metrics) {
        this.connection = connection;
        this.settings = settings;
        this.streams = new CausalStreams(
                connection,
                settings,
                settings.applicationId(connection.topicPrefix()),
                models -> RewardEnricherTopology.build(settings, connection, models, counts, Clock.systemUTC()),
                counts,
                metrics);
    }

    /**
     * Starts once the topics are there and the causal models on record are read.
     *
     * @throws UserError if a topic is missing, or the models cannot be read in time
     */
    @Override
    public void start() {
        try (Admin admin = connection.admin()) {
            EnricherTopics.await(
                    new TopicAdmin(admin, connection.topicPrefix()),
                    EnricherRights.enricher(settings, connection.topicPrefix()).topics(),
                    RewardEnricherTopology.sources(settings).values(),
                    settings.startTimeout());
        }
        streams.start();
    }

    /** How far it has come. */
    public EnricherStatus status() {
        return EnricherStatus.of(streams.state().name(), counts);
    }

    @Override
    public Optional<Throwable> failure() {
        return streams.failure();
    }

    /** Once its partitions are assigned and their state is restored. */
    @Override
    public boolean ready() {
        return streams.ready();
    }

    @Override
    public void close() {
        streams.close();
    }
}
