package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.causal.mmm.LiftTest;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.report.MmmReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code leaven fit mmm}: fits a media mix model. */
@Command(
        name = "mmm",
        description = {
            "Fit a Bayesian media mix model: what each channel's spend returns, with its uncertainty.",
            "Reads a CSV file with --data, else the topic media-spend."
        })
final class FitMmmCommand implements Callable<Integer> {

    private static final String REPORT = "media-mix.html";

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FitCommand parent;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(
            names = "--data",
            paramLabel = "FILE.csv",
            description = "A row for each period; needs --date, --outcome and --channels.")
    private Path file;

    @Option(names = "--date", paramLabel = "COLUMN", description = "Column of the periods: dates or numbers.")
    private String date;

    @Option(names = "--outcome", paramLabel = "COLUMN", description = "Column of what is explained, such as revenue.")
    private String outcome;

    @Option(
            names = "--channels",
            split = ",",
            paramLabel = "COLUMN",
            description =
                    "Columns of spend, separated by commas. Of a topic: the channels to fit. Default: all of them")
    private List<String> channels = new ArrayList<>();

    @Option(
            names = "--controls",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns of what else drives the outcome, such as prices, separated by commas.")
    private List<String> controls = new ArrayList<>();

    @Mixin
    private MmmOptions mmmOptions;

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT",
            description = "Also print the best split of this spend, over as many periods as the data has.")
    private Double budget;

    @Option(names = "--report", paramLabel = "DIR", description = "Write " + REPORT + " into this folder.")
    private Path report;

    @Option(names = "--publish", description = "Put the model on the topic causal-models.")
    private boolean publish;

    @Option(names = "--force", description = "Publish even if the sampler has not converged.")
    private boolean force;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        refuseMisuse();
        List<LiftTest> liftTests = mmmOptions.liftTests();
        SettingsSource source = connectionOptions.source(mmmOptions.settings());
        MmmSettings settings = source.settings(MmmSettings::new);
        if (file != null && !publish) {
            MmmResult result = fit(settings, csv().read(), file.toString(), 0, liftTests);
            show(result, false);
            return 0;
        }
        try (Connection connection = ConnectionOptions.connection(MmmSettings.DEFINITION, source)) {
            connection.check();
            MmmResult result = file == null
                    ? fitTopic(connection, settings, liftTests)
                    : fit(settings, csv().read(), file.toString(), 0, liftTests);
            boolean good = result.posterior().convergence().good();
            boolean published = publish && (good || force);
            if (published) {
                new ModelPublisher(connection)
                        .publish(CausalModelCodec.MEDIA_MIX_KEY, result.toRecord(settings.values()));
            }
            show(result, published);
            if (publish && !published) {
                throw new UserError(
                        "the model was not published: the sampler has not converged; longer chains (--warmup,"
                                + " --draws) may help, --force publishes it all the same");
            }
        }
        return 0;
    }

    private void refuseMisuse() {
        if (file != null && (date == null || outcome == null || channels.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--data needs --date, --outcome and --channels");
        }
        if (file == null && (date != null || outcome != null || !controls.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--date, --outcome and --controls are for --data");
        }
        if (budget != null && !(budget > 0 && budget < Double.POSITIVE_INFINITY)) {
            throw new ParameterException(spec.commandLine(), "--budget is " + budget + ", not above 0");
        }
        if (force && !publish) {
            throw new ParameterException(spec.commandLine(), "--force is for --publish");
        }
    }

    private MediaCsv csv() {
        return new MediaCsv(file, date, outcome, channels, controls);
    }

    private MmmResult fitTopic(Connection connection, MmmSettings settings, List<LiftTest> liftTests) {
        MediaSpendTopic.Content content = new MediaSpendTopic(connection, Clock.systemUTC(), new SimpleMeterRegistry())
                .read(channels, parent.stop());
        return fit(settings, content.data(), "media-spend", content.refused(), liftTests);
    }

    private MmmResult fit(
            MmmSettings settings, MediaMixData data, String from, long refused, List<LiftTest> liftTests) {
        if (data.wasSorted()) {
            err().println("the rows were not in order of time and have been sorted");
        }
        return new MmmFit(settings, Clock.systemUTC())
                .fit(
                        data,
                        from,
                        refused,
                        liftTests,
                        budget == null ? OptionalDouble.empty() : OptionalDouble.of(budget),
                        parent.stop());
    }

    private void show(MmmResult result, boolean published) {
        if (report != null) {
            Path page = report.resolve(REPORT);
            try {
                MmmReport.of(
                                result.version(),
                                result.posterior(),
                                result.roas(),
                                result.contributions(),
                                result.check())
                        .write(page);
            } catch (IOException e) {
                throw new UserError("cannot write the report " + page + ": " + e, e);
            }
            err().println("report: " + page);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? MmmPrinter.json(result, published) : MmmPrinter.text(result));
        if (!json) {
            out.println(
                    published ? "Published to causal-models." : "Not published; --publish puts it on causal-models.");
        }
        out.flush();
        result.posterior()
                .convergence()
                .complaints()
                .forEach(complaint -> err().println("WARNING: NOT CONVERGED: " + complaint));
        err().flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
