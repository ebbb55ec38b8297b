package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.csv.CsvTable;
import io.leaven.causal.report.UpliftReport;
import io.leaven.schemas.feature.StateFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code leaven fit uplift}: fits an uplift model to a topic or to a CSV file. */
@Command(
        name = "uplift",
        description = {
            "Fit an uplift model: how much a treatment adds to the outcome, by customer. From a CSV file (--data), or from the"
                    + " topic treatment-experiments, where it is how many dollars each promotion adds.",
            "A share of the customers is held out; the numbers that are printed come from them."
        })
final class FitUpliftCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FitCommand parent;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Mixin
    private UpliftOptions upliftOptions;

    @Option(
            names = "--data",
            paramLabel = "FILE.csv",
            description = "Fit to this file, a row per customer. Default: the topic")
    private Path data;

    @Option(names = "--treatment", paramLabel = "COL", description = "Column that says which arm a row is of.")
    private String treatment;

    @Option(names = "--control", paramLabel = "VALUE", description = "Its value for rows without treatment.")
    private String control;

    @Option(names = "--outcome", paramLabel = "COL", description = "Column of the outcome: a number, or 0 and 1.")
    private String outcome;

    @Option(
            names = "--features",
            paramLabel = "COL",
            split = ",",
            description =
                    "Columns of what was known before the treatment: numbers or categories, missing values allowed.")
    private List<String> features = new ArrayList<>();

    @Option(
            names = "--categories",
            paramLabel = "COL",
            split = ",",
            description = "Those of them that are categories although they look like numbers.")
    private List<String> categories = new ArrayList<>();

    @Option(
            names = "--propensity",
            paramLabel = "COL",
            split = ",",
            description =
                    "Column of the probability that the row was treated, where it differed from row to row; of several"
                            + " arms ARM=COL for each. Default: estimated")
    private List<String> propensity = new ArrayList<>();

    @Option(
            names = "--unit",
            paramLabel = "COL",
            description = "Column of the customer, whose rows stay together. Default: each row is another customer")
    private String unit;

    @Option(
            names = "--out",
            paramLabel = "FILE.csv",
            description = "Write the held-out rows with their predicted effects and standard errors.")
    private Path out;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write a page with tables and pictures: DIR/uplift.html.")
    private Path report;

    @Option(names = "--publish", description = "Put the model on the topic causal-models.")
    private boolean publish;

    @Option(names = "--json", description = "Print the result as one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        checkOptions();
        SettingsSource source = connectionOptions.source(upliftOptions.settings());
        UpliftSettings settings = source.settings(UpliftSettings::new);
        UpliftFitResult result = data == null ? fromTopic(source, settings) : fromFile(source, settings);
        spec.commandLine().getOut().println(json ? UpliftFitPrinter.json(result) : UpliftFitPrinter.text(result));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void checkOptions() {
        if (data != null) {
            require("--treatment", treatment);
            require("--control", control);
            require("--outcome", outcome);
            require("--features", features.isEmpty() ? null : "");
        } else if (treatment != null
                || control != null
                || outcome != null
                || unit != null
                || !features.isEmpty()
                || !categories.isEmpty()
                || !propensity.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--treatment, --control, --outcome, --features, --categories, --propensity and --unit are of a file:"
                            + " they go with --data FILE.csv");
        }
        if (out != null) {
            if (Files.isDirectory(out)) {
                throw new UserError("--out " + out + " is a folder, not a file");
            }
            if (data != null
                    && out.toAbsolutePath()
                            .normalize()
                            .equals(data.toAbsolutePath().normalize())) {
                throw new UserError("--out would overwrite --data " + data);
            }
        }
        if (report != null && Files.exists(report) && !Files.isDirectory(report)) {
            throw new UserError("--report " + report + " is a file, not a folder");
        }
    }

    private void require(String option, String value) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), "--data needs " + option + ", too");
        }
    }

    private UpliftFitResult fromTopic(SettingsSource source, UpliftSettings settings) {
        try (Connection connection = ConnectionOptions.connection(UpliftSettings.DEFINITION, source)) {
            UpliftFit fit = new UpliftFit(connection.check(), settings, Clock.systemUTC(), new SimpleMeterRegistry());
            UpliftFitResult result = publish ? fit.fitAndPublish(parent.stop()) : fit.fit(parent.stop());
            writeFiles(result, null, "arm", "outcome");
            return result;
        }
    }

    private UpliftFitResult fromFile(SettingsSource source, UpliftSettings settings) {
        if (!publish) {
            return fromFile(settings, null);
        }
        try (Connection connection = ConnectionOptions.connection(UpliftSettings.DEFINITION, source)) {
            return fromFile(settings, connection.check());
        }
    }

    /** @param connection to publish over; null for not publishing */
    private UpliftFitResult fromFile(UpliftSettings settings, Connection connection) {
        StopSignal stop = parent.stop();
        MeterRegistry metrics = new SimpleMeterRegistry();
        Instant started = UpliftTraining.now(Clock.systemUTC());
        ExperimentCsv.Request request =
                new ExperimentCsv.Request(data, treatment, control, outcome, features, categories, propensity, unit);
        CsvTable table = ExperimentCsv.table(request, stop);
        UpliftSource rows = ExperimentCsv.read(request, table);
        CausalMetric.ROWS.counter(metrics).increment(rows.data().rows());
        UpliftSource source = connection == null ? rows : withEnrichersView(rows);
        UpliftFitResult result = new UpliftTraining(settings, Clock.systemUTC(), stop).run(source, started);
        writeFiles(result, table, treatment, outcome);
        return connection == null ? result : UpliftFit.publish(connection, settings, source, result, started, metrics);
    }

    /** Warns where the enricher will refuse the model. */
    private static UpliftSource withEnrichersView(UpliftSource rows) {
        List<String> known =
                StateFeature.PAPER.stream().map(StateFeature::label).toList();
        List<String> strange = rows.data().features().stream()
                .filter(name -> !known.contains(name))
                .toList();
        if (strange.isEmpty()) {
            return rows;
        }
        List<String> warnings = new ArrayList<>(rows.warnings());
        warnings.add("the enricher knows customers by " + known + " and will refuse a model of " + strange);
        return new UpliftSource(rows.name(), rows.data(), rows.refused(), rows.categories(), warnings);
    }

    private void writeFiles(UpliftFitResult result, CsvTable table, String treatmentName, String outcomeName) {
        if (out != null) {
            HeldOutCsv.write(out, result, table, treatmentName, outcomeName);
        }
        if (report != null) {
            Path page = report.resolve("uplift.html");
            try {
                UpliftReport.of(
                                UpliftFitPrinter.title(result),
                                UpliftFitPrinter.summary(result),
                                result.warnings(),
                                result.arms())
                        .write(page);
            } catch (IOException e) {
                throw new UserError("cannot write " + page + ": " + e.getMessage(), e);
            }
        }
    }
}
