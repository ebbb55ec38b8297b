package io.leaven.evaluation.experiment;

import io.leaven.app.Progress;
import io.leaven.app.UserError;
import io.leaven.evaluation.policy.Gap;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.Section;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.evaluation.policy.StudyResult;
import io.leaven.evaluation.tuning.SearchSpace;
import io.leaven.evaluation.tuning.SuccessiveHalving;
import io.leaven.evaluation.tuning.TuningStudy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leaven experiment tuning}: what a search for better settings is worth, on customers that had no part in it. */
@Command(
        name = "tuning",
        description = {
            "The paper's next step. Draws settings of the trainer at random, trains each on a log, judges it on customers set"
                    + " apart, and gives the better half more runs (successive halving). The best is then held against the"
                    + " preset on fresh logs and fresh customers."
        })
final class TuningExperimentCommand implements Callable<Integer> {

    private static final int CUSTOMERS = 500;
    private static final String PRESET = "preset";
    private static final String TUNED = "tuned";

    @Mixin
    private StudyOptions options;

    @Mixin
    private WorldOptions world;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "dyna",
            description = "The trainer's preset to improve on: dyna, double-dqn or paper. Default: ${DEFAULT-VALUE}")
    private String preset;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "15",
            description = "Settings to try, beside the preset's own. Default: ${DEFAULT-VALUE}")
    private int trials;

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = "30",
            description = "Most trainings of the search, at least trials + 1. Default: ${DEFAULT-VALUE}")
    private int budget;

    @Option(
            names = "--space",
            paramLabel = "FILE",
            description = {
                "Settings to try and their ranges, a YAML file of lines such as",
                "  trainer.gamma: {of: [.98, .99]}",
                "  trainer.learning.rate: {from: 3e-4, to: 3e-3, log: true}",
                "Default: the one that comes with the preset"
            })
    private Path space;

    @Override
    public Integer call() {
        Recipe base = options.configured(Recipe.preset(PRESET, preset, options.customers(CUSTOMERS)));
        PolicyStudy.Plan plan = options.plan(world.profile(), 2_000);
        TuningStudy tuning = new TuningStudy(base, space(), StudyOptions.atLeastOne("--trials", trials), plan);
        tuning.candidates()
                .forEach(settings ->
                        StudyOptions.checkSettings(base.with(settings).settings()));
        int candidates = tuning.candidates().size();
        if (budget < candidates) {
            throw new UserError("--budget " + budget + " is less than one run for each of " + candidates
                    + " candidates, the preset among them");
        }
        options.checkFolder();
        SuccessiveHalving.Outcome found;
        try (Progress progress = Progress.start("tuning: runs", SuccessiveHalving.runs(candidates, budget))) {
            found = tuning.search(budget, options.parallel(), settings -> {
                progress.by(1);
                options.checkStop();
            });
        }
        if (Double.isNaN(found.best().mean())) {
            throw new UserError("no agent came of any of these settings");
        }
        Recipe tuned = base.named(TUNED).with(found.best().settings());
        StudyResult result = options.run(new PolicyStudy(plan), List.of(base, tuned));
        Gap gap = result.gap(TUNED, PRESET);
        StudyReport report = new StudyReport("tuning-" + preset, options.seed(), result.rows())
                .with(TuningStudy.section(found))
                .with(Section.gaps(List.of(gap)))
                .saying(List.of(
                        "Best of " + candidates + ": trial " + found.best().number() + ", "
                                + TuningStudy.words(found.best().settings()) + ".",
                        String.format(
                                Locale.ROOT,
                                "On the customers of the search it scored %.3f, the preset %.3f in its runs; the best of many"
                                        + " looks better there than it is.",
                                found.best().mean(),
                                found.trials().get(0).mean()),
                        "What tuning is worth, on fresh customers: " + gap.sentence() + "."));
        options.print(report);
        return 0;
    }

    private SearchSpace space() {
        try {
            return space == null ? SearchSpace.of(preset) : SearchSpace.read(space);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
