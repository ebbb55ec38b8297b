package io.leaven.evaluation.experiment;

import io.leaven.app.Progress;
import io.leaven.app.UserError;
import io.leaven.evaluation.policy.OffPolicyReport;
import io.leaven.evaluation.policy.OffPolicyRow;
import io.leaven.evaluation.policy.OffPolicyStudy;
import io.leaven.generator.world.WorldProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code leaven experiment off-policy}: off-policy estimates against what policies are truly worth. */
@Command(
        name = "off-policy",
        description = {
            "On many logs of simulated customers under random messages: how often each estimator's 95%% interval holds the true"
                    + " value of three rules of thumb (needed: 90%%), how wide it is, and how far the estimate is off.",
            "pdis, wis: importance sampling, plain and self-normalised; dr, wdr: doubly robust, plain and self-normalised; fqe: fitted Q"
                    + " evaluation; mdr: doubly robust with marginal weights, which the trainer's gate uses."
        })
final class OffPolicyExperimentCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ExperimentCommand parent;

    @Option(
            names = "--world",
            paramLabel = "NAME",
            description = "paper or realistic; may be given twice. Default: both")
    private List<String> worlds = List.of("paper", "realistic");

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "100",
            description = "Logs of each world. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Customers of a log, 5 or more. Default: ${DEFAULT-VALUE}")
    private int customers;

    @Option(
            names = "--true-customers",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Customers who show what a rule is truly worth. Default: ${DEFAULT-VALUE}")
    private int trueCustomers;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the first log; those of the others follow. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "report",
            description = "Folder for the table as CSV and JSON. Default: ${DEFAULT-VALUE}")
    private Path report;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (StudyOptions.atLeastOne("--customers", customers) < 5) {
            throw new UserError("--customers is " + customers + ", not 5 or more");
        }
        if (Files.exists(report) && !Files.isDirectory(report)) {
            throw new UserError("--report " + report + " is a file, not a folder");
        }
        List<OffPolicyStudy> studies = worlds.stream()
                .map(WorldProfile::named)
                .map(world -> new OffPolicyStudy(new OffPolicyStudy.Plan(
                        world,
                        StudyOptions.atLeastOne("--runs", runs),
                        customers,
                        StudyOptions.atLeastOne("--true-customers", trueCustomers),
                        StudyOptions.atLeastOne("--steps", steps),
                        seed)))
                .toList();
        List<OffPolicyRow> rows = new ArrayList<>();
        try (Progress progress = Progress.start(
                "experiment: parts",
                studies.stream().mapToInt(OffPolicyStudy::parts).sum())) {
            for (OffPolicyStudy study : studies) {
                rows.addAll(study.run(() -> {
                    progress.by(1);
                    if (parent.stop().isRaised()) {
                        throw new UserError("stopped before the experiment was through");
                    }
                }));
            }
        }
        print(new OffPolicyReport(seed, rows));
        return 0;
    }

    private void print(OffPolicyReport result) {
        try {
            result.write(report);
        } catch (IOException e) {
            throw new UserError("cannot write to " + report + ": " + e.getMessage(), e);
        }
        spec.commandLine().getOut().println(json ? result.json() : result.table());
        spec.commandLine().getOut().flush();
    }
}
