package io.leaven.evaluation.experiment;

import io.leaven.enricher.reward.RewardPreset;
import io.leaven.evaluation.bakery.BakeryModels;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.Transition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code leaven experiment paper}: the paper's agent on the paper's settings, and what its reward makes of it. */
@Command(
        name = "paper",
        description = {
            "The paper's DQN on its settings: 500 customers, 50 steps, random messages, batches of 50, 10 episodes; 500 new"
                    + " customers. Beside it the same network paid by the reward with message costs, and our agent.",
            "Ends with the life of one new customer under the paper's agent."
        })
final class PaperExperimentCommand implements Callable<Integer> {

    private static final int CUSTOMERS = 500;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ExperimentCommand parent;

    @Mixin
    private StudyOptions options;

    @Override
    public Integer call() {
        WorldProfile world = WorldProfile.named("paper");
        PolicyStudy study = new PolicyStudy(new PolicyStudy.Plan(
                world, CUSTOMERS, options.testCustomers(CUSTOMERS), options.steps(), options.seeds()));
        int transitions = CUSTOMERS * options.steps();
        PolicyStudy.Recipe paper = PolicyStudy.Recipe.paper("paper's DQN", RewardPreset.PAPER, transitions);
        List<PolicyStudy.Recipe> recipes = List.of(
                paper,
                PolicyStudy.Recipe.paper("the same, costs paid", RewardPreset.CAUSAL, transitions),
                PolicyStudy.Recipe.preset("leaven (dyna)", "dyna"));
        StudyReport report = new StudyReport("paper", options.run(study, recipes, parent.stop()));
        PrintWriter out = spec.commandLine().getOut();
        out.println(options.report(report));
        if (!options.json()) {
            out.printf(
                    "%nOne new customer under the paper's agent:%n%5s %-7s %-13s %7s %8s%n",
                    "step", "tier", "action", "ticket", "reward");
            for (Transition step : study.trace(study.train(paper, BakeryModels.fit(world, 1), 1), 1)) {
                out.printf(
                        Locale.ROOT,
                        "%5d %-7s %-13s %7.2f %8.2f%n",
                        step.getStep(),
                        step.getState().getTier(),
                        step.getChannel() == null ? "none" : step.getPromotion() + "-" + step.getChannel(),
                        step.getReward().getTicket(),
                        step.getReward().getTotal());
            }
        }
        out.flush();
        return 0;
    }
}
