package io.leaven.evaluation.experiment;

import io.leaven.app.Progress;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.evaluation.policy.StudyResult;
import io.leaven.evaluation.policy.UntrainedException;
import io.leaven.generator.world.WorldProfile;
import io.leaven.trainer.TrainerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every study of policies can be told. */
final class StudyOptions {

    /** Heap of one run: with logs of 5,000 customers, two at once were seen to hold 578 MiB, garbage included. */
    private static final long BYTES_A_RUN = 384L << 20;

    /** Seeds beyond are those of customers that policies are judged on. */
    private static final long MOST_SEED = 900_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs, each with other customers, logs and weights. Default: ${DEFAULT-VALUE}")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the first run; the next has the next. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--customers",
            paramLabel = "N",
            description =
                    "Customers of the log that agents learn from. Default: of policies and causal-vs-correlational 5000,"
                            + " else 500")
    private Integer customers;

    @Option(
            names = "--test-customers",
            paramLabel = "N",
            description = "New customers that each policy is judged on. Default: 2000, of paper 500")
    private Integer testCustomers;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = {
                "Runs at the same time; results are the same, seconds of learning are of cores shared with the others. Default:"
                        + " as many as there are processors, and 384 MiB of heap for each (more heap:"
                        + " LEAVEN_JVM_OPTS=-Xmx4g)"
            })
    private Integer parallel;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the trainer for every agent, such as trainer.gamma=.98; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "report",
            description = "Folder for the table as CSV, JSON and PNG. Default: ${DEFAULT-VALUE}")
    private Path report;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    int customers(int usual) {
        return atLeastOne("--customers", customers == null ? usual : customers);
    }

    /** Whether the user has said how many. */
    boolean namesCustomers() {
        return customers != null;
    }

    int steps() {
        return atLeastOne("--steps", steps);
    }

    long seed() {
        if (seed < 1 || seed > MOST_SEED) {
            throw new UserError("--seed is " + seed + ", not 1 to " + MOST_SEED);
        }
        return seed;
    }

    /** Runs at the same time. */
    int parallel() {
        return parallel == null ? mostAtOnce() : atLeastOne("--parallel", parallel);
    }

    private static int mostAtOnce() {
        Runtime here = Runtime.getRuntime();
        return (int) Math.max(1, Math.min(here.availableProcessors(), here.maxMemory() / BYTES_A_RUN));
    }

    /** What to run, as the options say. */
    PolicyStudy.Plan plan(WorldProfile world, int usualTestCustomers) {
        return new PolicyStudy.Plan(
                world,
                atLeastOne("--test-customers", testCustomers == null ? usualTestCustomers : testCustomers),
                steps(),
                atLeastOne("--seeds", seeds),
                seed());
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

    /** The recipe with the settings that were set for every agent, all of them checked. */
    Recipe configured(Recipe recipe) {
        if (settings.containsKey(TrainerSettings.SEED)) {
            throw new UserError("--set " + TrainerSettings.SEED + ": each run has its own; see --seed");
        }
        Recipe configured = recipe.with(settings);
        checkSettings(configured.settings());
        return configured;
    }

    /** @throws UserError if a trainer cannot be set so */
    static void checkSettings(Map<String, String> settings) {
        try {
            new TrainerSettings(SettingsSource.of(settings));
        } catch (ConfigException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** Runs a study with the settings for every agent, and shows how far it has come. */
    StudyResult run(PolicyStudy study, List<Recipe> recipes) {
        List<Recipe> configured = recipes.stream().map(this::configured).toList();
        checkFolder();
        try (Progress progress = Progress.start("experiment: parts", study.parts(configured))) {
            return study.run(configured, parallel(), part -> {
                progress.by(1);
                checkStop();
            });
        } catch (UntrainedException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** @throws UserError if the experiment is asked to stop */
    void checkStop() {
        if (((ExperimentCommand) spec.parent().userObject()).stop().isRaised()) {
            throw new UserError("stopped before the experiment was through");
        }
    }

    /** Writes the files, and prints the result. */
    void print(StudyReport result) {
        try {
            result.write(report);
        } catch (IOException e) {
            throw new UserError("cannot write to " + report + ": " + e.getMessage(), e);
        }
        print(json ? result.json() : result.table());
    }

    void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    boolean json() {
        return json;
    }
}
