package io.leaven.causal.fit;

import io.leaven.app.StopSignal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven fit}: fits a causal model and publishes it. One subcommand, and class, for each kind of model. */
@Command(
        name = "fit",
        description = "Fit a causal model.",
        synopsisSubcommandLabel = "MODEL",
        subcommands = {FitUpliftCommand.class, FitMmmCommand.class})
public final class FitCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    public FitCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** What ends a fit early. */
    StopSignal stop() {
        return stop;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing what to fit: " + String.join(", ", spec.subcommands().keySet()));
    }
}
