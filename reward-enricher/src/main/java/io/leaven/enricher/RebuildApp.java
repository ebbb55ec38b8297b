package io.leaven.enricher;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.ErasedCustomers;
import io.leaven.app.RequiredTopics;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicFollower;
import io.leaven.app.UserError;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.rebuild.RebuildProgress;
import io.leaven.enricher.rebuild.RebuildTopology;
import io.leaven.enricher.record.Refusals;
import io.leaven.enricher.reward.RewardFunction;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Layout;
import io.leaven.schemas.topic.TopicAdmin.Presence;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a copy of the topic {@code replay} with rewards by the newest causal models, and goes on with what comes. It runs beside the
 * enricher; exactly-once, so that one that is started again goes on where it stopped.
 */
public final class RebuildApp implements App {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildApp.class);
    private static final String NAME = "rebuild";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final short DEFAULT_OF_THE_CLUSTER = -1;

    private final Connection connection;
    private final EnricherSettings settings;
    private final Topic<Transition> rebuilt;
    private final String applicationId;
    private final EnricherCounts counts = new EnricherCounts();
    private final ErasedCustomers erased = new ErasedCustomers();
    private final TopicFollower profiles;
    private final CausalStreams streams;
    private final Runnable caughtUp;
    private final StopSignal stop = new StopSignal();
    private final Thread lookout = new Thread(this::lookOut, NAME + "-progress");
    private Admin admin;
    private RebuildProgress progress;
    private volatile long left = -1;

    /**
     * @param connection stays open when the app closes
     * @param name of the copy: the topic is {@code replay-NAME}, made if it is not there
     * @param caughtUp run once everything is written that {@code replay} held at the start
     */
    public RebuildApp(
            Connection connection, EnricherSettings settings, MeterRegistry metrics, String name, Runnable caughtUp) {
        this.caughtUp = caughtUp;
        this.connection = connection;
        this.settings = settings;
        this.rebuilt = Topics.rebuiltReplay(name);
        this.applicationId = applicationIds(settings, connection.topicPrefix()) + name;
        this.profiles = new TopicFollower(
                connection.name(Topics.CUSTOMER_PROFILES), () -> connection.rawReader(NAME + "-profiles"), erased);
        Refusals refusals = new Refusals(new DeadLetters(connection, applicationId, Clock.systemUTC()), counts);
        this.streams = new CausalStreams(
                connection,
                settings,
                applicationId,
                models -> RebuildTopology.build(
                        connection,
                        rebuilt,
                        new RewardFunction(settings.rewardWeights(), settings.engagementReward()),
                        models,
                        erased,
                        refusals,
                        counts),
                counts,
                metrics);
    }

    /** How the names begin that each rebuild has as a consumer group and before its transactions. */
    static String applicationIds(EnricherSettings settings, String topicPrefix) {
        return settings.applicationId(topicPrefix) + "-" + NAME + "-";
    }

    /**
     * Starts once the topics are there and the causal models on record are read.
     *
     * @throws UserError if a topic is missing, or the models cannot be read in time
     */
    @Override
    public synchronized void start() {
        admin = connection.admin();
        TopicAdmin topics = new TopicAdmin(admin, connection.topicPrefix());
        Presence replay = RequiredTopics.await(
                        topics,
                        EnricherRights.rebuild(settings, connection.topicPrefix())
                                .topics(),
                        settings.startTimeout())
                .stream()
                .filter(presence -> presence.topic() == Topics.REPLAY)
                .findFirst()
                .orElseThrow();
        topics.create(List.of(rebuilt), new Layout(replay.partitions(), DEFAULT_OF_THE_CLUSTER));
        profiles.start();
        profiles.awaitCaughtUp(settings.startTimeout());
        progress = RebuildProgress.begin(admin, applicationId, replay);
        streams.start();
        lookout.start();
        LOG.info(
                "writes topic {} from topic {} by uplift model {} and media mix model {}",
                connection.name(rebuilt),
                replay.name(),
                streams.models().upliftVersion(),
                streams.models().mediaMixVersion());
    }

    private void lookOut() {
        while (left != 0 && !stop.await(BETWEEN_LOOKS)) {
            try {
                left = progress.left();
            } catch (UserError e) {
                LOG.warn("cannot tell how far it is: {}", e.getMessage());
            }
        }
        if (left == 0) {
            LOG.info("caught up: topic {} has all that replay held at the start", connection.name(rebuilt));
            caughtUp.run();
        }
    }

    /** How far it has come. */
    public RebuildStatus status() {
        return RebuildStatus.of(connection.name(rebuilt), counts, streams.models(), left);
    }

    @Override
    public Optional<Throwable> failure() {
        return streams.failure().or(profiles::failure);
    }

    /** Once its partitions are assigned. */
    @Override
    public boolean ready() {
        return streams.ready();
    }

    @Override
    public synchronized void close() {
        stop.raise();
        streams.close();
        profiles.close();
        if (admin != null) {
            awaitLookout();
            admin.close();
            admin = null;
        }
    }

    private void awaitLookout() {
        try {
            lookout.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
