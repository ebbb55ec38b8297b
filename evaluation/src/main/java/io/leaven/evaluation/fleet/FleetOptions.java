package io.leaven.evaluation.fleet;

import io.leaven.platform.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every command that runs a fleet. */
public final class FleetOptions {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of each customer topic. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Keep data and the logs of all processes here. Default: a temporary folder")
    private Optional<Path> directory;

    public long seed() {
        return seed;
    }

    /** Where the fleet keeps its data. */
    public DataDirectory directory() throws IOException {
        return DataDirectory.open(directory, "leaven-" + spec.name() + "-");
    }

    /** @throws ParameterException if a number is out of bounds */
    public Load load(long events, int rate, int steps) {
        try {
            return new Load(events, rate, steps, partitions, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
