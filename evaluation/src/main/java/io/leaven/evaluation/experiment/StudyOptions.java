package io.leaven.evaluation.experiment;

import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.evaluation.policy.PolicyRow;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.StudyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What every study of policies can be told. */
final class StudyOptions {

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int seeds;

    @Option(
            names = "--test-customers",
            paramLabel = "N",
            description = "New customers that each policy is judged on. Default: 2000, of paper 500")
    private Integer testCustomers;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "report",
            description = "Folder for the table as CSV, JSON and PNG. Default: ${DEFAULT-VALUE}")
    private Path report;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    int seeds() {
        return atLeastOne("--seeds", seeds);
    }

    int testCustomers(int usual) {
        return atLeastOne("--test-customers", testCustomers == null ? usual : testCustomers);
    }

    int steps() {
        return atLeastOne("--steps", steps);
    }

    static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UserError(option + " is " + value + ", not 1 or more");
        }
        return value;
    }

    /** Checks before the long work that its result can be written. */
    void checkFolder() {
        if (Files.exists(report) && !Files.isDirectory(report)) {
            throw new UserError("--report " + report + " is a file, not a folder");
        }
    }

    List<PolicyRow> run(PolicyStudy study, List<PolicyStudy.Recipe> recipes, StopSignal stop) {
        checkFolder();
        try (Progress progress = Progress.start("experiment: parts", study.parts(recipes))) {
            return study.run(recipes, part -> {
                progress.by(1);
                if (stop.isRaised()) {
                    throw new UserError("stopped before the experiment was through");
                }
            });
        }
    }

    /** Writes the files, and gives what to print. */
    String report(StudyReport result) {
        try {
            result.write(report);
        } catch (IOException e) {
            throw new UserError("cannot write to " + report + ": " + e.getMessage(), e);
        }
        return json ? result.json() : result.table();
    }

    boolean json() {
        return json;
    }
}
