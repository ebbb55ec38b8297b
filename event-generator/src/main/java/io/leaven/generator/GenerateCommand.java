package io.leaven.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.Progress;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.Suggestion;
import io.leaven.app.operations.Operations;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.ExperimentPlan;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.stream.MediaPlan;
import io.leaven.generator.world.MediaProfile;
import io.leaven.generator.world.WorldProfile;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven generate}: the simulated streams. */
@Command(
        name = "generate",
        description = {
            "Write the streams of the simulated bakery.",
            "customers: what customers do, under a logging policy (--mode log) or by Leaven's decisions (--mode loop).",
            "experiments: a randomised experiment, to fit uplift models on.",
            "media-spend: weeks of advertising and revenue, to fit media mix models on."
        })
public final class GenerateCommand implements Callable<Integer> {

    private static final String CUSTOMERS = "customers";
    private static final String EXPERIMENTS = "experiments";
    private static final String MEDIA_SPEND = "media-spend";
    private static final List<String> STREAMS = List.of(CUSTOMERS, EXPERIMENTS, MEDIA_SPEND);
    private static final String LOG = "log";
    private static final String LOOP = "loop";
    private static final List<String> MODES = List.of(LOG, LOOP);

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "STREAM",
            defaultValue = CUSTOMERS,
            description = "customers, experiments or media-spend. Default: ${DEFAULT-VALUE}")
    private String stream;

    @Option(
            names = "--mode",
            defaultValue = LOG,
            description = "Who decides for customers: log (the logging policy) or loop (Leaven)."
                    + " Default: ${DEFAULT-VALUE}")
    private String mode;

    @Option(names = "--customers", defaultValue = "500", description = "How many. Default: ${DEFAULT-VALUE}")
    private int customers;

    @Option(names = "--steps", defaultValue = "50", description = "That each customer lives. Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--world",
            defaultValue = "paper",
            description = "Simulated world: paper or realistic. Default: ${DEFAULT-VALUE}")
    private String world;

    @Option(names = "--seed", defaultValue = "42", description = "Of all that is random. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "PER_SECOND",
            description = "Most events or rows a second. Default: as fast as possible")
    private Double rate;

    @Option(
            names = "--policy",
            defaultValue = LoggingPolicy.RANDOM,
            description = "Who decides in a log: random (every action alike) or historic (by tier, confounded)."
                    + " Default: ${DEFAULT-VALUE}")
    private String policy;

    @Option(
            names = "--rows-per-arm",
            defaultValue = "20000",
            description = "Of an experiment. Default: ${DEFAULT-VALUE}")
    private int rowsPerArm;

    @Option(names = "--weeks", defaultValue = "156", description = "Of media spend. Default: ${DEFAULT-VALUE}")
    private int weeks;

    @Option(
            names = "--customer-prefix",
            paramLabel = "PREFIX",
            description =
                    "What customer ids begin with; with --continuous the seed is added. Default: the mode (or exp)"
                            + " and the seed, such as log42")
    private String customerPrefix;

    @Option(
            names = "--continuous",
            description = "When the customers are through, go on with new ones of the next seed, until Ctrl-C.")
    private boolean continuous;

    @Option(
            names = "--resume",
            description = "Go on with the customers of a loop that was cut short; the other options as they were.")
    private boolean resume;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /** @param stop ends the command */
    public GenerateCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        refuseMisuse();
        WorldProfile profile = WorldProfile.named(world);
        Consumer<GeneratorApp> work = switch (stream) {
            case EXPERIMENTS -> experiments(new ExperimentPlan(profile, seed, rowsPerArm, prefix("exp", seed)));
            case MEDIA_SPEND -> mediaSpend(new MediaPlan(MediaProfile.standard(), seed, weeks));
            default -> customers(plan(profile, seed));
        };
        SettingsSource source = connectionOptions.source();
        GeneratorSettings settings = source.settings(GeneratorSettings::new);
        try (Connection connection = ConnectionOptions.connection(GeneratorSettings.DEFINITION, source);
                Operations operations = connection.operations()) {
            connection.check();
            operations.begun();
            work.accept(new GeneratorApp(connection, settings, Clock.systemUTC(), operations.metrics()));
        }
        return 0;
    }

    private void refuseMisuse() {
        requireKnown("stream", stream, STREAMS);
        requireKnown("mode", mode, MODES);
        requireKnown("policy", policy, LoggingPolicy.NAMES);
        if (rate != null && !(rate > 0)) {
            throw new ParameterException(spec.commandLine(), "--rate is " + rate + ", not above 0");
        }
        if (continuous && !stream.equals(CUSTOMERS)) {
            throw new ParameterException(spec.commandLine(), "--continuous is for the customers stream");
        }
        if (resume && !(stream.equals(CUSTOMERS) && mode.equals(LOOP))) {
            throw new ParameterException(spec.commandLine(), "--resume is for the customers stream with --mode loop");
        }
    }

    private void requireKnown(String what, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "unknown " + what + " '" + name + "'" + Suggestion.of(name, known) + " Known: "
                            + String.join(", ", known));
        }
    }

    private Consumer<GeneratorApp> experiments(ExperimentPlan plan) {
        return app -> printRows(run("experiment rows", plan.rows(), control -> app.experiments(plan, control)));
    }

    private Consumer<GeneratorApp> mediaSpend(MediaPlan plan) {
        return app -> printRows(run("weeks of media spend", weeks, control -> app.mediaSpend(plan, control)));
    }

    private Consumer<GeneratorApp> customers(CustomerPlan first) {
        return app -> {
            customers(app, first, resume);
            for (long next = seed + 1; continuous && !stop.isRaised(); next++) {
                customers(app, plan(first.world(), next), false);
            }
        };
    }

    private void customers(GeneratorApp app, CustomerPlan plan, boolean goOn) {
        long events = (long) plan.customers() * (1 + plan.steps());
        printCustomers(run("customer events " + plan.prefix(), events, control -> {
            if (mode.equals(LOG)) {
                return app.log(plan, policy, control);
            }
            return goOn ? app.resume(plan, control) : app.loop(plan, control);
        }));
    }

    private CustomerPlan plan(WorldProfile profile, long ofSeed) {
        return new CustomerPlan(profile, ofSeed, customers, steps, prefix(mode, ofSeed));
    }

    private String prefix(String kind, long ofSeed) {
        if (customerPrefix == null) {
            return kind + ofSeed;
        }
        return continuous ? customerPrefix + ofSeed : customerPrefix;
    }

    private <R> R run(String label, long total, Function<RunControl, R> work) {
        try (Progress progress = Progress.start(label, total)) {
            double perSecond = Objects.requireNonNullElse(rate, Double.POSITIVE_INFINITY);
            return work.apply(new RunControl(stop, progress::to, perSecond));
        }
    }

    private void printCustomers(GeneratorSummary summary) {
        print(
                summary,
                String.format(
                        Locale.ROOT,
                        "%,d events and %,d decisions of %,d customers (%s world, seed %d) in %.1f s%s:"
                                + " gold %.1f%% -> %.1f%%, $%.2f and %.1f messages a customer",
                        summary.events(),
                        summary.decisions(),
                        summary.cohort().customers(),
                        summary.world(),
                        summary.seed(),
                        summary.seconds(),
                        summary.complete() ? "" : ", stopped early",
                        100 * summary.cohort().goldShareStart(),
                        100 * summary.cohort().goldShareEnd(),
                        summary.cohort().revenuePerCustomer(),
                        summary.cohort().messagesPerCustomer()));
    }

    private void printRows(RowSummary summary) {
        print(
                summary,
                String.format(
                        Locale.ROOT,
                        "%,d rows of %s (seed %d) in %.1f s%s",
                        summary.rows(),
                        summary.stream(),
                        summary.seed(),
                        summary.seconds(),
                        summary.complete() ? "" : ", stopped early"));
    }

    private void print(Object summary, String text) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println(json ? new ObjectMapper().writeValueAsString(summary) : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a summary is always JSON", e);
        }
        out.flush();
    }
}
