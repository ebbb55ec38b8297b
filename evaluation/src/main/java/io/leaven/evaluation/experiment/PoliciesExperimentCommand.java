package io.leaven.evaluation.experiment;

import io.leaven.enricher.reward.RewardPreset;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.generator.world.WorldProfile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code leaven experiment policies}: our agent between the paper's and the exact optimum. */
@Command(
        name = "policies",
        description = {
            "Policies on the same new customers, by the true objective J: none, random, always the large discount, greedy by the"
                    + " true uplift, the paper's DQN, double DQN, our agent, and the exact optimum.",
            "score = (J - J of no message) / (J of the oracle - J of no message)."
        })
final class PoliciesExperimentCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ExperimentCommand parent;

    @Mixin
    private StudyOptions options;

    @Option(
            names = "--world",
            paramLabel = "NAME",
            defaultValue = "realistic",
            description = "paper or realistic. Default: ${DEFAULT-VALUE}")
    private String world;

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Customers of the log that agents learn from. Default: ${DEFAULT-VALUE}")
    private int customers;

    @Override
    public Integer call() {
        WorldProfile profile = WorldProfile.named(world);
        PolicyStudy study = new PolicyStudy(new PolicyStudy.Plan(
                profile,
                StudyOptions.atLeastOne("--customers", customers),
                options.testCustomers(2_000),
                options.steps(),
                options.seeds()));
        List<PolicyStudy.Recipe> recipes = List.of(
                PolicyStudy.Recipe.paper("paper's DQN", RewardPreset.PAPER, customers * options.steps()),
                PolicyStudy.Recipe.preset("double DQN", "double-dqn"),
                PolicyStudy.Recipe.preset("leaven (dyna)", "dyna"));
        StudyReport report = new StudyReport("policies-" + world, options.run(study, recipes, parent.stop()));
        spec.commandLine().getOut().println(options.report(report));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
