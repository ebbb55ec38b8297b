package io.leaven.evaluation.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.app.Progress;
import io.leaven.app.UserError;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code leaven experiment mmm}: the media mix model on data whose truth is known. */
@Command(
        name = "mmm",
        description = {
            "Recovery: of how many simulated bakeries the 95%% intervals hold the true parameters (needed: 90%%).",
            "Calibration: ranks of parameters drawn from the prior among their posterior draws, which must be uniform."
        })
final class MmmExperimentCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ExperimentCommand parent;

    @Option(
            names = "--datasets",
            paramLabel = "N",
            defaultValue = "40",
            description = "Bakeries for the recovery. Default: ${DEFAULT-VALUE}")
    private int datasets;

    @Option(
            names = "--calibration",
            paramLabel = "N",
            defaultValue = "200",
            description = "Draws from the prior for the calibration; 0 leaves it out. Default: ${DEFAULT-VALUE}")
    private int calibration;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        MmmCalibration experiment = new MmmCalibration(seed);
        MmmCalibration.Recovery recovery;
        try (Progress progress = Progress.start("recovery: data sets", datasets)) {
            recovery = experiment.recovery(datasets, done -> report(progress, done));
        }
        MmmCalibration.Ranks ranks = null;
        if (calibration > 0) {
            try (Progress progress = Progress.start("calibration: data sets", calibration)) {
                ranks = experiment.simulationBased(calibration, done -> report(progress, done));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(recovery, ranks) : text(recovery, ranks));
        out.flush();
        return 0;
    }

    private void report(Progress progress, int done) {
        progress.to(done);
        if (parent.stop().isRaised()) {
            throw new UserError("stopped before the experiment was through");
        }
    }

    private String text(MmmCalibration.Recovery recovery, MmmCalibration.Ranks ranks) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%.1f%% of all parameters inside their 95%% interval over %d data sets (needed 90%%), %d fits converged%n%n",
                100 * recovery.share(),
                recovery.datasets(),
                recovery.converged()));
        text.append(String.format(Locale.ROOT, "%-16s %10s", "parameter", "inside"));
        if (ranks != null) {
            text.append(
                    String.format(Locale.ROOT, "   ranks by tenths, %d each if uniform   p", ranks.datasets() / 10));
        }
        recovery.inside().forEach((name, inside) -> {
            text.append(String.format(Locale.ROOT, "%n%-16s %6d/%d", name, inside, recovery.datasets()));
            if (ranks != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "   %s   %.3f",
                        Arrays.toString(ranks.counts().get(name)),
                        ranks.pValue(name)));
            }
        });
        return text.toString();
    }

    private String json(MmmCalibration.Recovery recovery, MmmCalibration.Ranks ranks) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("seed", seed)
                .put("datasets", recovery.datasets())
                .put("converged", recovery.converged())
                .put("insideShare", recovery.share());
        ObjectNode inside = json.putObject("inside");
        recovery.inside().forEach(inside::put);
        if (ranks != null) {
            json.put("calibration", ranks.datasets());
            ObjectNode all = json.putObject("ranks");
            ranks.counts().forEach((name, counts) -> {
                ArrayNode bins =
                        all.putObject(name).put("p", ranks.pValue(name)).putArray("counts");
                Arrays.stream(counts).forEach(bins::add);
            });
        }
        return json.toPrettyString();
    }
}
