package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.ErasedCustomers;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicFollower;
import io.leaven.app.TopicScan;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topics;
import io.leaven.trainer.gate.LiveSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the replay topic until it is closed, on a thread of its own: reads it from its {@link Checkpoints checkpoint} on or from
 * the beginning, goes on with what comes, and publishes snapshots, whose versions continue those on the topic. One trainer of an agent
 * at a time.
 */
public final class TrainerApp implements App {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerApp.class);
    private static final String NAME = "trainer";
    private static final Duration FOLLOW_TIMEOUT = Duration.ofMinutes(5);
    private static final long CLOSE_MS = 30_000;

    private final Connection connection;
    private final TrainerSettings settings;
    private final ActionCatalogue catalogue;
    private final Clock clock;
    private final TrainerMeters meters;
    private final StopSignal stop = new StopSignal();
    private final Thread thread = new Thread(this::run, "train");
    private volatile TrainerStatus status;
    private volatile Throwable failure;

    /**
     * @param connection stays open
     * @param clock tells when a snapshot was made or a record refused; no weight depends on it
     */
    public TrainerApp(Connection connection, TrainerSettings settings, MeterRegistry registry, Clock clock) {
        this.connection = connection;
        this.settings = settings;
        this.catalogue = settings.catalogue();
        this.clock = clock;
        this.status = TrainerStatus.before(settings.loop().exploration().epsilon(0));
        this.meters = new TrainerMeters(registry, this::status);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Once it has begun to read. */
    @Override
    public boolean ready() {
        return failure == null && status.lag() >= 0;
    }

    public TrainerStatus status() {
        return status;
    }

    private void run() {
        ErasedCustomers erased = new ErasedCustomers();
        LiveSnapshot live = new LiveSnapshot();
        try (TopicFollower profiles = new TopicFollower(
                        connection.name(Topics.CUSTOMER_PROFILES),
                        () -> connection.rawReader(NAME + "-profiles"),
                        erased);
                LiveFollower follower = new LiveFollower(connection, catalogue, live);
                Consumer<byte[], byte[]> consumer = connection.rawReader(NAME);
                Producer<byte[], byte[]> producer = connection.rawProducer(NAME, Map.of())) {
            String topic = connection.name(settings.replay());
            ReplayLog log = ReplayLog.look(connection, topic, consumer);
            profiles.start();
            profiles.awaitCaughtUp(FOLLOW_TIMEOUT);
            consumer.assign(log.partitions());
            Resume resume = resume(log.ends());
            if (settings.gate().isOn()) {
                follower.start(FOLLOW_TIMEOUT);
            }
            LOG.info(
                    "training agent {} from topic {}, {} partitions; the newest snapshot is version {}",
                    settings.agent(),
                    topic,
                    log.partitions().size(),
                    resume.version());
            Checkpoints checkpoints = Checkpoints.of(settings, catalogue.hash(), log);
            try (TrainerLoop loop = checkpoints.open(
                    () -> TrainerLoops.create(settings, catalogue, resume, live, clock), log, resume)) {
                loop.abandonWhen(stop::isRaised);
                log.seek(consumer, loop.positions());
                Outbox outbox = new Outbox(producer);
                ReplayReader reader = new ReplayReader(
                        consumer,
                        connection.serdes().deserializer(Transition.class),
                        loop,
                        resume,
                        outbox::send,
                        new DeadLetters(connection, NAME, clock),
                        snapshot -> publish(outbox, snapshot),
                        erased);
                while (!stop.isRaised()) {
                    reader.poll(settings.idle(), stop::isRaised);
                    outbox.check();
                    follower.check();
                    checkpoints.keepIfDue(loop);
                    status = reader.status();
                }
                reader.finish();
                checkpoints.keep(loop);
                status = reader.status();
            }
        } catch (AbandonedException e) {
            LOG.info("ended within a burst of gradient steps; the next start goes on from the last checkpoint");
        } catch (RuntimeException | Error e) {
            LOG.error("training failed", e);
            failure = e;
        }
    }

    private Resume resume(Map<Integer, Long> replayEnds) {
        SnapshotHistory history = new SnapshotHistory(
                settings.agent(),
                settings.getString(TrainerSettings.REPLAY),
                connection.serdes().deserializer(AgentSnapshot.class));
        try (Consumer<byte[], byte[]> reader = connection.rawReader(NAME + "-snapshots")) {
            TopicScan.scan(reader, connection.name(Topics.AGENT_SNAPSHOTS), history, read -> {});
        }
        return history.resume(replayEnds);
    }

    private void publish(Outbox outbox, Snapshot snapshot) {
        outbox.sendAndWait(connection.record(
                Topics.AGENT_SNAPSHOTS,
                SnapshotCodec.key(snapshot.agent(), snapshot.version()),
                new SnapshotCodec().encode(snapshot),
                null));
        LOG.info(
                "published snapshot {} after {} gradient steps on {} transitions, loss {}, epsilon {}",
                snapshot.id(),
                snapshot.provenance().gradientSteps(),
                snapshot.provenance().transitions(),
                snapshot.evaluation().get("loss"),
                snapshot.epsilon());
    }

    /** Publishes what was learned and not published yet, then ends. */
    @Override
    public void close() {
        stop.raise();
        try {
            if (thread.isAlive()) {
                thread.join(CLOSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        meters.close();
    }
}
