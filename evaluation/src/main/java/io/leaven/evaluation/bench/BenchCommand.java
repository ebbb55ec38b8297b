package io.leaven.evaluation.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven bench NAME}: speed as a ratio to a peer. The benchmarks are its subcommands. */
@Command(
        name = "bench",
        description = "Measure speed as a ratio to a peer, both sides in one run.",
        subcommands = {
            PipelineBenchCommand.class,
            WorldBenchCommand.class,
            MmmBenchCommand.class,
            UpliftBenchCommand.class,
            DqnBenchCommand.class,
            DeliveryBenchCommand.class,
            RestoreBenchCommand.class
        })
public final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "name a benchmark: " + String.join(", ", spec.subcommands().keySet()));
    }
}
