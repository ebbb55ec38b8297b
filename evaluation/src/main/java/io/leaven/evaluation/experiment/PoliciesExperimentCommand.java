package io.leaven.evaluation.experiment;

import io.leaven.app.UserError;
import io.leaven.evaluation.policy.Gap;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.Section;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.evaluation.policy.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leaven experiment policies}: our agent between the paper's and the exact optimum. */
@Command(
        name = "policies",
        description = {
            "Policies on the same new customers, by the true objective J: none, random, always the large discount, greedy by the"
                    + " true uplift, the paper's DQN, double DQN, our agent, the same after some online learning, and the exact optimum.",
            "score = (J - J of no message) / (J of the oracle - J of no message)."
        })
final class PoliciesExperimentCommand implements Callable<Integer> {

    private static final String OURS = "leaven (dyna)";
    private static final String ONLINE = OURS + ", online";

    @Mixin
    private StudyOptions options;

    @Mixin
    private WorldOptions world;

    @Option(
            names = "--online-customers",
            paramLabel = "N",
            defaultValue = "2000",
            description =
                    "New customers that our agent goes on learning from after the log, in closed loop; not those that"
                            + " policies are judged on. Default: ${DEFAULT-VALUE}")
    private int onlineCustomers;

    @Option(
            names = "--online-steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Steps of theirs; 0 leaves online learning out. Default: ${DEFAULT-VALUE}")
    private int onlineSteps;

    @Override
    public Integer call() {
        int customers = options.customers(5_000);
        Recipe ours = Recipe.preset(OURS, "dyna", customers);
        List<Recipe> recipes = new ArrayList<>(List.of(
                Recipe.paper("paper's DQN", customers, options.steps(), 1),
                Recipe.preset("double DQN", "double-dqn", customers),
                ours));
        if (onlineSteps != 0) {
            recipes.add(ours.named(ONLINE)
                    .thenOnline(new Recipe.Online(
                            StudyOptions.atLeastOne("--online-customers", onlineCustomers), onlineSteps())));
        }
        StudyResult result = options.run(new PolicyStudy(options.plan(world.profile(), 2_000)), recipes);
        StudyReport report = new StudyReport("policies-" + world.name(), options.seed(), result.rows())
                .with(Section.seconds(result, recipes));
        if (onlineSteps != 0) {
            Gap gap = result.gap(ONLINE, OURS);
            report = report.with(Section.gaps(List.of(gap)))
                    .saying(List.of(
                            gap.sentence() + ".",
                            "Both begin with the same agent of the log; one then learns from " + onlineCustomers
                                    + " other customers for " + onlineSteps
                                    + " steps while they live by it. Both are judged without exploration on the same fresh"
                                    + " customers."));
        }
        options.print(report);
        return 0;
    }

    private int onlineSteps() {
        if (onlineSteps < 0 || onlineSteps > options.steps()) {
            throw new UserError("--online-steps is " + onlineSteps + ", not 0 to --steps " + options.steps());
        }
        return onlineSteps;
    }
}
