package io.leaven.evaluation.bench;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.SettingsSource;
import io.leaven.dispatcher.DispatcherApp;
import io.leaven.dispatcher.DispatcherSettings;
import io.leaven.enricher.EnricherSettings;
import io.leaven.enricher.RewardEnricherApp;
import io.leaven.enricher.StreamsProperties;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Layout;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The apps against peers that only move bytes, on the same broker, topics and records, in alternating rounds: the enricher
 * against a pass-through, the dispatcher against a transactional copy loop; then both together, and the latency from event to
 * action at half of that load.
 */
final class PipelineBench {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int STEPS = 50;
    private static final Layout LAYOUT = new Layout(4, (short) 1);

    /**
     * How much is measured.
     *
     * @param customers of the log, 50 steps each
     * @param rounds of each side; one more before them warms up
     * @param latency how long the latency is taken
     * @param guardrails whether the dispatcher has every guardrail on, none of which closes anything
     */
    record Plan(int customers, int rounds, Duration latency, long seed, boolean guardrails) {}

    private final Connection connection;
    private final Plan plan;
    private final Path directory;
    private final PrintWriter log;

    /** @param directory for the state of the Streams apps */
    PipelineBench(Connection connection, Plan plan, Path directory, PrintWriter log) {
        this.connection = connection;
        this.plan = plan;
        this.directory = directory;
        this.log = log;
    }

    PipelineResult run() throws InterruptedException {
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(LAYOUT);
            admin.createTopics(Stream.of(PassThrough.EVENTS_COPY, PassThrough.DECISIONS_COPY, CopyLoop.TARGET)
                    .map(name -> new NewTopic(name, LAYOUT.customerPartitions(), LAYOUT.replication()))
                    .toList());
            BenchData data = new BenchData(connection);
            data.publishAgent(plan.seed);

            data.writeRequests(plan.customers * STEPS, plan.seed);
            CommittedRate requests = rate(admin, Topics.DECISION_REQUESTS);
            PipelineResult.Versus dispatcher = versus(
                    "dispatcher",
                    round -> timed(requests, dispatcherGroup(round), dispatcher(round)),
                    round -> timed(requests, "bench-copy-" + round, copy("bench-copy-" + round)));

            data.writeLog(
                    new CustomerPlan(WorldProfiles.paper(), plan.seed, plan.customers, STEPS, "bench" + plan.seed));
            CommittedRate stream = rate(admin, Topics.CUSTOMER_EVENTS, Topics.DECISIONS);
            PipelineResult.Versus enricher = versus(
                    "enricher",
                    round -> timed(stream, enricherGroup(round), enricher(round)),
                    round -> timed(stream, "bench-pass-" + round, passThrough("bench-pass-" + round)));
            return together(data, enricher, dispatcher);
        }
    }

    /** Both apps go on where their last round ended, take a burst of enrolments, and then a steady stream. */
    private PipelineResult together(
            BenchData data, PipelineResult.Versus enricherVersus, PipelineResult.Versus dispatcherVersus)
            throws InterruptedException {
        try (RewardEnricherApp enricher = enricher(plan.rounds);
                DispatcherApp dispatcher = dispatcher(plan.rounds)) {
            enricher.start();
            dispatcher.start();
            awaitQuiet(dispatcher);
            long before = dispatcher.status().decisions();
            long burst = (long) plan.customers * STEPS / 2;
            long start = System.nanoTime();
            data.writeEnrolments(burst, plan.seed);
            while (dispatcher.status().decisions() < before + burst) {
                Thread.sleep(5);
            }
            double perSecond = burst / ((System.nanoTime() - start) / 1e9);
            log.printf("bench: both together %,.0f events/s%n", perSecond);
            PipelineResult.Latency latency = new LatencyProbe(connection).run(perSecond / 2, plan.latency, plan.seed);
            return new PipelineResult(enricherVersus, dispatcherVersus, perSecond, latency, plan.guardrails);
        }
    }

    /** Waits until the dispatcher has answered the requests that the enricher's rounds left behind. */
    private static void awaitQuiet(DispatcherApp dispatcher) throws InterruptedException {
        long last = -1;
        while (dispatcher.status().decisions() != last) {
            last = dispatcher.status().decisions();
            Thread.sleep(3_000);
        }
    }

    /** One side of a comparison: records a second in a round. */
    @FunctionalInterface
    private interface Side {
        double perSecond(int round) throws InterruptedException;
    }

    private PipelineResult.Versus versus(String name, Side ours, Side peer) throws InterruptedException {
        List<Double> oursPerSecond = new ArrayList<>();
        List<Double> peerPerSecond = new ArrayList<>();
        for (int round = 0; round <= plan.rounds; round++) {
            double theirs = peer.perSecond(round);
            double own = ours.perSecond(round);
            log.printf(
                    "bench: %s round %d: %,.0f/s against %,.0f/s%s%n",
                    name, round, own, theirs, round == 0 ? " (warm-up)" : "");
            if (round > 0) {
                oursPerSecond.add(own);
                peerPerSecond.add(theirs);
            }
        }
        return new PipelineResult.Versus(oursPerSecond, peerPerSecond);
    }

    private static double timed(CommittedRate rate, String group, App app) throws InterruptedException {
        try (app) {
            app.start();
            return rate.await(group, PATIENCE, app::failure);
        }
    }

    private CommittedRate rate(Admin admin, Topic<?>... topics) {
        return new CommittedRate(
                admin, Arrays.stream(topics).map(connection::name).toList());
    }

    private static String enricherGroup(int round) {
        return "bench-enricher-" + round;
    }

    private static String dispatcherGroup(int round) {
        return "bench-dispatcher-" + round;
    }

    private EnricherSettings enricherSettings(String group) {
        return new EnricherSettings(SettingsSource.of(Map.of(
                EnricherSettings.APPLICATION_ID,
                group,
                EnricherSettings.STATE_DIR,
                directory.resolve(group).toString())));
    }

    private RewardEnricherApp enricher(int round) {
        return new RewardEnricherApp(connection, enricherSettings(enricherGroup(round)), new SimpleMeterRegistry());
    }

    private App passThrough(String group) {
        return new PassThrough(connection, StreamsProperties.of(enricherSettings(group), connection, group, "bench"));
    }

    private DispatcherApp dispatcher(int round) {
        Map<String, String> values = new HashMap<>(Map.of(DispatcherSettings.CONSUMER_GROUP, dispatcherGroup(round)));
        if (plan.guardrails) {
            values.put(DispatcherSettings.GUARDRAILS_FILE, rules().toString());
        }
        DispatcherSettings settings = new DispatcherSettings(SettingsSource.of(values));
        return new DispatcherApp(connection, settings, new SimpleMeterRegistry(), Clock.systemUTC());
    }

    private Path rules() {
        Path file = directory.resolveSibling("bench-guardrails.yaml");
        try (InputStream in = PipelineBench.class.getResourceAsStream("bench-guardrails.yaml")) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private App copy(String group) {
        return new CopyLoop(connection, connection.name(Topics.DECISION_REQUESTS), group);
    }
}
