package io.leaven.evaluation.experiment;

import io.leaven.app.UserError;
import io.leaven.evaluation.bakery.BakeryModels;
import io.leaven.evaluation.bakery.UpliftCredit;
import io.leaven.evaluation.policy.Gap;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.Section;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.evaluation.policy.StudyResult;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leaven experiment causal-vs-correlational}: the paper's central claim, tested. */
@Command(
        name = "causal-vs-correlational",
        description = {
            "The same agent under rewards whose uplift bonus comes from a randomised experiment (causal), from the log of what"
                    + " the bakery did before, by who its customers are (correlational), from that log with the tier, which"
                    + " its decisions went by, among the features, or that have no bonus (plain ticket; terms for tiers"
                    + " stay). Each with and without the costs of messages and discounts, and with the bonus counted once"
                    + " and threefold.",
            "All are judged by the true objective, which has the true uplift, counted once, and the costs. The table `uplift`"
                    + " shows what each source credits a promotion with, in dollars, by tier, beside the truth."
        })
final class CausalExperimentCommand implements Callable<Integer> {

    private static final int CUSTOMERS = 5_000;
    private static final double MOST_BONUS = 1_000;

    @Mixin
    private StudyOptions options;

    @Mixin
    private WorldOptions world;

    @Option(
            names = "--bonus",
            paramLabel = "X",
            split = ",",
            defaultValue = "1,3",
            description = "Weights of the uplift bonus, separated by commas. Default: ${DEFAULT-VALUE}")
    private List<Double> bonus;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "dyna",
            description = "The trainer's preset: dyna, double-dqn or paper. Default: ${DEFAULT-VALUE}")
    private String preset;

    @Override
    public Integer call() {
        for (double weight : bonus) {
            if (!(weight > 0 && weight <= MOST_BONUS)) {
                throw new UserError("--bonus is " + weight + ", not above 0 and at most " + MOST_BONUS);
            }
        }
        RewardVariants variants = new RewardVariants(
                Recipe.preset("agent", preset, options.customers(CUSTOMERS)),
                bonus.stream().distinct().toList());
        StudyResult result = options.run(new PolicyStudy(options.plan(world.profile(), 2_000)), variants.recipes());
        List<Gap> gaps = variants.gaps(result);
        BakeryModels models = new BakeryModels(world.profile(), options.seed());
        StudyReport report = new StudyReport("causal-vs-correlational-" + world.name(), options.seed(), result.rows())
                .with(new Section("uplift", UpliftCredit.rows(world.profile(), models, options.seed())))
                .with(Section.gaps(gaps))
                .saying(gaps.stream().map(gap -> gap.sentence() + ".").toList());
        options.print(report);
        return 0;
    }
}
