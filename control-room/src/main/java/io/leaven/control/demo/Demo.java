package io.leaven.control.demo;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.Progress;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.causal.fit.UpliftFit;
import io.leaven.causal.fit.UpliftFitResult;
import io.leaven.causal.fit.UpliftSettings;
import io.leaven.dispatcher.DispatcherApp;
import io.leaven.dispatcher.DispatcherSettings;
import io.leaven.enricher.EnricherSettings;
import io.leaven.enricher.RewardEnricherApp;
import io.leaven.generator.GeneratorApp;
import io.leaven.generator.GeneratorSettings;
import io.leaven.generator.GeneratorSummary;
import io.leaven.generator.RunControl;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.ExperimentPlan;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldPolicy;
import io.leaven.generator.world.WorldProfile;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.leaven.trainer.LoopStatus;
import io.leaven.trainer.TrainerApp;
import io.leaven.trainer.TrainerSettings;
import io.leaven.trainer.TrainerStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole loop in one process, on the very apps that the commands run: fit, log, train, then decide for new customers while
 * the trainer goes on learning.
 */
final class Demo implements AutoCloseable {

    private static final TopicAdmin.Layout LAYOUT = new TopicAdmin.Layout(4, (short) 1);
    private static final int FIRST_BATCH = 50;
    private static final int EXPERIMENT_ROWS_PER_ARM = 20_000;

    private final DemoPlan plan;
    private final DemoConsole console;
    private final StopSignal stop;
    private final WorldProfile world;
    private final Clock clock = Clock.systemUTC();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final List<App> apps = new ArrayList<>();
    private final Wait wait;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final long started = System.nanoTime();

    Demo(DemoPlan plan, DemoConsole console, StopSignal stop) {
        this.plan = plan;
        this.console = console;
        this.stop = stop;
        this.world = WorldProfile.named(plan.world());
        this.wait = new Wait(stop, apps);
    }

    /**
     * Runs until the report is written, or without {@code --once} until it is told to stop.
     *
     * @return false if it was stopped before the report
     */
    boolean run() {
        console.say("Starting a Kafka broker and a schema registry on this machine ...");
        Platform platform = opened(Platform.start(PlatformSettings.ephemeral()));
        Connection connection =
                opened(new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings()))));
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(LAYOUT);
        }
        console.say(String.format(
                "Kafka at %s, registry at %s. To look on from another terminal:%n"
                        + "  ./leaven watch actions --bootstrap-server %s --schema-registry-url %s",
                platform.bootstrapServers(),
                platform.registryUrl(),
                platform.bootstrapServers(),
                platform.registryUrl()));
        GeneratorApp generator =
                new GeneratorApp(connection, new GeneratorSettings(SettingsSource.of(Map.of())), clock, metrics);
        if (!fitUplift(generator, connection) || stop.isRaised()) {
            return false;
        }
        RewardEnricherApp enricher = running(new RewardEnricherApp(
                connection, enricherSettings(platform.directory().resolve("streams")), metrics));
        TrainerApp trainer = running(new TrainerApp(connection, trainerSettings(), metrics, clock));
        if (!learnFromLog(generator, enricher, trainer)) {
            return false;
        }
        DispatcherApp dispatcher = running(new DispatcherApp(
                connection,
                new DispatcherSettings(SettingsSource.of(Map.of(DispatcherSettings.SEED, Long.toString(plan.seed())))),
                metrics,
                clock));
        GeneratorSummary cohort = live(generator, 1);
        if (!cohort.complete() || !settle(2, enricher, trainer)) {
            return false;
        }
        report(connection, cohort.cohort());
        return plan.once() || goOn(generator, dispatcher);
    }

    private boolean fitUplift(GeneratorApp generator, Connection connection) {
        ExperimentPlan experiment = ExperimentPlan.of(world, plan.seed(), EXPERIMENT_ROWS_PER_ARM);
        try (Progress progress = Progress.start("experiment rows", experiment.rows())) {
            if (!generator.experiments(experiment, control(progress::to)).complete()) {
                return false;
            }
        }
        UpliftSettings settings =
                new UpliftSettings(SettingsSource.of(Map.of(UpliftSettings.SEED, Long.toString(plan.seed()))));
        UpliftFitResult fit = new UpliftFit(connection, settings, clock, metrics).fitAndPublish(stop);
        console.say("Uplift model " + fit.version() + " on " + fit.trainedRows() + " rows; " + fit.inWords());
        return true;
    }

    /** A log under random messages, its transitions, and an agent that has learned from all of them. */
    private boolean learnFromLog(GeneratorApp generator, RewardEnricherApp enricher, TrainerApp trainer) {
        CustomerPlan log = customers(0, "log");
        try (Progress progress = Progress.start("log of random messages: events", events(log))) {
            if (!generator.log(log, LoggingPolicy.RANDOM, control(progress::to)).complete()) {
                return false;
            }
        }
        return settle(1, enricher, trainer);
    }

    /** Waits until enricher and trainer have taken in so many cohorts, and the newest agent is published. */
    private boolean settle(int cohorts, RewardEnricherApp enricher, TrainerApp trainer) {
        long transitions = (long) cohorts * plan.customers() * plan.steps();
        return wait.until(
                        "rewards: transitions",
                        transitions,
                        () -> enricher.status().transitions())
                && wait.until(
                        "training: transitions taken in",
                        transitions,
                        () -> taken(trainer.status().learning()))
                && wait.until("agent published", 1, () -> published(trainer.status()) ? 1 : 0);
    }

    /** Learned from, or held out to judge snapshots on. */
    private static long taken(LoopStatus learning) {
        return learning.transitions() + learning.gate().heldOut();
    }

    /** Whether all that was learned is in a snapshot, or learning has stopped for good. */
    private static boolean published(TrainerStatus status) {
        return status.caughtUp()
                && (status.learning().unpublished() == 0
                        || status.learning().divergence().isPresent());
    }

    /** A cohort of new customers lives under the dispatcher's decisions. */
    private GeneratorSummary live(GeneratorApp generator, int cohort) {
        CustomerPlan customers = customers(cohort, "loop");
        try (Progress progress = Progress.start("cohort " + cohort + " under the agent: events", events(customers))) {
            return generator.loop(customers, control(steps -> {
                progress.to(steps);
                wait.check();
            }));
        }
    }

    private boolean goOn(GeneratorApp generator, DispatcherApp dispatcher) {
        console.say("Going on with new customers until Ctrl-C.");
        for (int cohort = 2; !stop.isRaised(); cohort++) {
            GeneratorSummary summary = live(generator, cohort);
            if (summary.complete()) {
                CohortSummary lived = summary.cohort();
                console.say(String.format(
                        Locale.ROOT,
                        "cohort %d under %s: %.1f%% gold, $%.2f and %.1f messages a customer, %.2f messages a gold step",
                        cohort,
                        dispatcher.status().snapshot().orElse("no snapshot"),
                        100 * lived.goldShareEnd(),
                        lived.revenuePerCustomer(),
                        lived.messagesPerCustomer(),
                        lived.messagesPerGoldStep()));
            }
        }
        return true;
    }

    private void report(Connection connection, CohortSummary agent) {
        Map<String, CohortSummary> policies = new LinkedHashMap<>();
        policies.put("agent", agent);
        policies.put("none", baseline(WorldPolicies.none()));
        World luck = new World(world, plan.seed() + 1);
        policies.put(
                "random", baseline(WorldPolicies.uniformRandom(luck.response().actions(), plan.seed() + 1)));
        TopicCounts counts = new TopicCounts(connection);
        DemoReport report = new DemoReport(
                plan.world(),
                plan.seed(),
                plan.customers(),
                plan.steps(),
                counts.of(Topics.CUSTOMER_EVENTS),
                counts.of(Topics.REPLAY),
                counts.of(Topics.DECISIONS),
                counts.of(Topics.ACTIONS),
                counts.of(Topics.AGENT_SNAPSHOTS),
                counts.of(Topics.DEAD_LETTERS),
                (System.nanoTime() - started) / 1e9,
                policies);
        Path file = report.write(plan.report());
        console.result(report);
        console.say(String.format(
                Locale.ROOT,
                "%,d events, %,d transitions, %,d decisions, %,d messages, %,d snapshots, %,d dead letters in %.0f s;"
                        + " written to %s",
                report.events(),
                report.transitions(),
                report.decisions(),
                report.actions(),
                report.snapshots(),
                report.deadLetters(),
                report.seconds(),
                file));
    }

    /** The same customers with the same luck as the first cohort of the loop, under a policy without learning. */
    private CohortSummary baseline(WorldPolicy policy) {
        long seed = plan.seed() + 1;
        return CohortRun.run(new World(world, seed), Cohort.draw(world, plan.customers(), seed), policy, plan.steps());
    }

    private CustomerPlan customers(int cohort, String kind) {
        long seed = plan.seed() + cohort;
        return new CustomerPlan(world, seed, plan.customers(), plan.steps(), kind + seed);
    }

    private static long events(CustomerPlan customers) {
        return customers.customers() * (customers.steps() + 1L);
    }

    private static EnricherSettings enricherSettings(Path stateDir) {
        return new EnricherSettings(SettingsSource.of(Map.of(EnricherSettings.STATE_DIR, stateDir.toString())));
    }

    /** Learning begins with the first batch, so that a small log makes an agent, too. */
    private TrainerSettings trainerSettings() {
        return new TrainerSettings(SettingsSource.of(Map.of(
                TrainerSettings.SEED, Long.toString(plan.seed()),
                TrainerSettings.WARMUP_TRANSITIONS, Integer.toString(FIRST_BATCH))));
    }

    private RunControl control(LongConsumer progress) {
        return RunControl.unpaced(stop, progress);
    }

    private <A extends App> A running(A app) {
        opened(app);
        apps.add(app);
        app.start();
        return app;
    }

    private <R extends AutoCloseable> R opened(R resource) {
        open.push(resource);
        return resource;
    }

    /** Ends everything, last opened first. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
            } catch (Exception e) {
                console.say("closing " + resource.getClass().getSimpleName() + " failed: " + e.getMessage());
            }
        }
    }
}
