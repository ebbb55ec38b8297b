package io.leaven.evaluation.experiment;

import io.leaven.enricher.reward.RewardPreset;
import io.leaven.evaluation.policy.PolicyRow;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.evaluation.policy.StudyResult;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.Transition;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leaven experiment paper}: the paper's agent on the paper's settings, and what its reward makes of it. */
@Command(
        name = "paper",
        description = {
            "The paper's DQN on its settings: 500 customers, 50 steps, random messages, batches of 50, 10 episodes; 500 new"
                    + " customers. An episode is one pass over the log, or five, which the paper leaves open. Beside it the"
                    + " same network paid by the reward with message costs, and our agent.",
            "Ends with the life of one new customer under the paper's agent."
        })
final class PaperExperimentCommand implements Callable<Integer> {

    private static final int CUSTOMERS = 500;
    private static final int PASSES = 5;
    private static final String BRIEF = "paper's DQN, 1 pass";
    private static final String PAPER = "paper's DQN, " + PASSES + " passes";
    private static final String PAID = "the same, costs paid";
    private static final String OURS = "leaven (dyna)";

    @Mixin
    private StudyOptions options;

    @Override
    public Integer call() {
        int customers = options.customers(CUSTOMERS);
        PolicyStudy study = new PolicyStudy(options.plan(WorldProfile.named("paper"), CUSTOMERS));
        Recipe brief = Recipe.paper(BRIEF, customers, options.steps(), 1);
        Recipe paper = Recipe.paper(PAPER, customers, options.steps(), PASSES);
        List<Recipe> recipes = List.of(
                brief,
                paper,
                paper.named(PAID).paid(RewardPreset.CAUSAL.weights()),
                Recipe.preset(OURS, "dyna", customers));
        StudyResult result = options.run(study, recipes);
        StudyReport report = new StudyReport("paper", options.seed(), result.rows()).saying(findings(result));
        options.print(report);
        if (!options.json()) {
            options.print(life(study.trace(options.configured(paper))));
        }
        return 0;
    }

    private static String life(List<Transition> steps) {
        StringBuilder life = new StringBuilder(String.format(
                "%nOne new customer under the paper's agent:%n%5s %-7s %-13s %7s %8s",
                "step", "tier", "action", "ticket", "reward"));
        for (Transition step : steps) {
            life.append(String.format(
                    Locale.ROOT,
                    "%n%5d %-7s %-13s %7.2f %8.2f",
                    step.getStep(),
                    step.getState().getTier(),
                    step.getChannel() == null ? "none" : step.getPromotion() + "-" + step.getChannel(),
                    step.getReward().getTicket(),
                    step.getReward().getTotal()));
        }
        return life.toString();
    }

    /** Why things are as the table shows, with its numbers. */
    private static List<String> findings(StudyResult result) {
        PolicyRow paper = result.row(PAPER);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "The flaw: %.1f%% of the customers end in gold, and gold gets %.2f messages a step, which change next to"
                                + " nothing there. In the paper's reward they are free and bring a bonus on purchases that gold"
                                + " makes anyway, so to send them is the best that can be done under it. With the costs in the"
                                + " reward it never is; the paper's network then sends %.2f, since some cents a message are lost"
                                + " on it, and our agent %.2f.",
                        100 * paper.goldEnd(),
                        paper.messagesPerGoldStep(),
                        result.row(PAID).messagesPerGoldStep(),
                        result.row(OURS).messagesPerGoldStep()),
                String.format(
                        Locale.ROOT,
                        "Gold is no headline: random messages bring %.1f%% of the customers there.",
                        100 * result.row("uniform random").goldEnd()),
                String.format(
                        Locale.ROOT,
                        "How many gradient steps an episode has, the paper does not tell. After one pass over the log an episode"
                                + " %.1f%% end in gold, after %d passes %.1f%%.",
                        100 * result.row(BRIEF).goldEnd(),
                        PASSES,
                        100 * paper.goldEnd()));
    }
}
