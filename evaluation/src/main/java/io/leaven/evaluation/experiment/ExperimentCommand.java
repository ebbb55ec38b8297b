package io.leaven.evaluation.experiment;

import io.leaven.app.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven experiment NAME}: what Leaven claims of itself, measured against a known truth. */
@Command(
        name = "experiment",
        description = "Measure Leaven against a known truth.",
        subcommands = {
            CausalExperimentCommand.class,
            DataSizeExperimentCommand.class,
            MmmExperimentCommand.class,
            OffPolicyExperimentCommand.class,
            PaperExperimentCommand.class,
            PoliciesExperimentCommand.class,
            TuningExperimentCommand.class
        })
public final class ExperimentCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    /** @param stop ends an experiment early */
    public ExperimentCommand(StopSignal stop) {
        this.stop = stop;
    }

    StopSignal stop() {
        return stop;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "name an experiment: " + String.join(", ", spec.subcommands().keySet()));
    }
}
