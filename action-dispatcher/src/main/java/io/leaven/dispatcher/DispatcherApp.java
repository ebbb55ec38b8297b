package io.leaven.dispatcher;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.RequiredTopics;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicFollower;
import io.leaven.app.UserError;
import io.leaven.dispatcher.decision.ActionsLedgerSource;
import io.leaven.dispatcher.decision.Agent;
import io.leaven.dispatcher.decision.Decider;
import io.leaven.dispatcher.decision.DecisionLoop;
import io.leaven.dispatcher.decision.DecisionTime;
import io.leaven.dispatcher.decision.PanelSeat;
import io.leaven.dispatcher.decision.PolicyChoice;
import io.leaven.dispatcher.decision.Retries;
import io.leaven.dispatcher.decision.Surroundings;
import io.leaven.dispatcher.decision.Tally;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers decision requests until it is closed: follows the snapshots and the orders about them, and decides on one thread or more. Several may
 * run; Kafka shares the partitions out among them.
 */
public final class DispatcherApp implements App {

    private static final Logger LOG = LoggerFactory.getLogger(DispatcherApp.class);
    private static final String NAME = "dispatcher";
    private static final long CLOSE_MS = 30_000;

    private final Connection connection;
    private final DispatcherSettings settings;
    private final DispatcherMeters meters;
    private final DeadLetters deadLetters;
    private final Decider decider;
    private final Tally tally = new Tally();
    private final StopSignal stop = new StopSignal();
    private final Producer<byte[], byte[]> letterBox;
    private final LiveSnapshots snapshots;
    private final Optional<GuardrailWatch> watch;
    private final Guardrails standing;
    private final ProfileView profiles;
    private final Optional<TopicFollower> profileFollower;
    private final DecisionTime time;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Throwable failure;

    /**
     * @param connection stays open
     * @param clock tells when a record was refused, and by setting the time that guardrails go by
     * @throws UserError if the file of guardrails cannot be used
     */
    public DispatcherApp(Connection connection, DispatcherSettings settings, MeterRegistry registry, Clock clock) {
        this.connection = connection;
        this.settings = settings;
        this.deadLetters = new DeadLetters(connection, NAME, clock);
        ActionCatalogue catalogue = settings.catalogue();
        this.time = settings.decisionTime(clock);
        this.standing = new Guardrails(catalogue, GuardrailRules.none(), settings.messageTtl());
        this.watch = settings.guardrailsFile()
                .map(file -> new GuardrailWatch(
                        file,
                        catalogue,
                        settings.messageTtl(),
                        settings.guardrailsReload(),
                        tally::guardrailsWereRefused));
        this.decider =
                new Decider(catalogue, settings.groups(), standing, settings.beforeFirstSnapshot(), settings.seed());
        this.letterBox = connection.rawProducer("dispatcher-dead-letters", Map.of());
        this.snapshots = new LiveSnapshots(
                connection,
                settings,
                catalogue,
                deadLetters,
                letterBox,
                NAME + " " + settings.instanceId(),
                clock,
                tally);
        this.profiles = new ProfileView(
                connection.serdes().deserializer(CustomerProfile.class),
                deadLetters,
                letterBox::send,
                tally::profileWasRefused,
                erased -> {});
        this.profileFollower = settings.followsProfiles()
                ? Optional.of(new TopicFollower(
                        connection.name(Topics.CUSTOMER_PROFILES),
                        () -> connection.rawReader("dispatcher-profiles"),
                        profiles))
                : Optional.empty();
        this.meters = new DispatcherMeters(registry, tally, snapshots, profiles);
    }

    /**
     * Waits for the topics, reads the orders, snapshots and profiles that there are, then begins to decide.
     *
     * @throws UserError if a topic is missing or takes too long
     */
    @Override
    public void start() {
        RequiredTopics.await(
                connection,
                DispatcherRights.dispatcher(settings, connection.topicPrefix()).topics(),
                settings.startTimeout());
        profileFollower.ifPresent(TopicFollower::start);
        watch.ifPresent(GuardrailWatch::start);
        snapshots.start(settings.startTimeout());
        profileFollower.ifPresent(followed -> followed.awaitCaughtUp(settings.startTimeout()));
        for (int i = 0; i < settings.threads(); i++) {
            int number = i;
            Thread thread = new Thread(() -> decide(number), "decide-" + number);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure)
                .or(snapshots::failure)
                .or(() -> profileFollower.flatMap(TopicFollower::failure));
    }

    public DispatcherStatus status() {
        return new DispatcherStatus(
                tally.requests(),
                tally.decisions(),
                tally.actions(),
                tally.deadLetters(),
                snapshots.view().live().map(Snapshot::id),
                tally.snapshotsRefused(),
                tally.snapshotsRolledBack(),
                tally.guardrailsRefused());
    }

    private void decide(int thread) {
        PolicyChoice policy = settings.policy();
        try (PanelSeat seat =
                        new PanelSeat(snapshots::lineup, snapshot -> Agent.open(snapshot, policy), snapshots.trial());
                Consumer<byte[], byte[]> consumer = consumer(thread);
                DecisionLoop loop = new DecisionLoop(
                        connection,
                        consumer,
                        turn -> producer(thread, turn),
                        decider,
                        seat,
                        surroundings(consumer),
                        deadLetters,
                        Retries.standard(),
                        tally,
                        meters.loop())) {
            meters.bind(consumer);
            loop.run(stop);
        } catch (ProducerFencedException | FencedInstanceIdException e) {
            failure = new UserError(
                    "another dispatcher has taken over from '" + settings.instanceId() + "' (" + e.getMessage()
                            + "); give each its own " + DispatcherSettings.INSTANCE_ID,
                    e);
        } catch (RuntimeException | Error e) {
            LOG.error("deciding failed on thread {}", thread, e);
            failure = e;
        }
    }

    private Surroundings surroundings(Consumer<byte[], byte[]> consumer) {
        return new Surroundings(
                () -> watch.map(GuardrailWatch::get).orElse(standing),
                new ActionsLedgerSource(connection, consumer, time, settings.startTimeout()),
                time,
                customerId -> profiles.of(customerId).orElse(null));
    }

    private Consumer<byte[], byte[]> consumer(int thread) {
        return connection.rawConsumer(
                "dispatcher-" + thread, settings.consumerGroup(), LoopClients.consumer(settings, connection, thread));
    }

    private Producer<byte[], byte[]> producer(int thread, int turn) {
        return connection.rawProducer(
                "dispatcher-" + thread + "-" + turn, LoopClients.producer(settings, thread, turn));
    }

    /** Ends after the transactions under way. */
    @Override
    public void close() {
        stop.raise();
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        snapshots.close();
        profileFollower.ifPresent(TopicFollower::close);
        watch.ifPresent(GuardrailWatch::close);
        letterBox.close();
        meters.close();
    }
}
