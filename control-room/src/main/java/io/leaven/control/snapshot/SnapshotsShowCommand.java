package io.leaven.control.snapshot;

import io.leaven.app.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven snapshots show}. */
@Command(
        name = "show",
        description =
                "Show a version: where it comes from, its network, what it sees of a customer, the gate's verdict and"
                        + " what was measured.")
final class SnapshotsShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SnapshotsOptions options;

    @Parameters(paramLabel = "VERSION", description = "As `leaven snapshots list` has it.")
    private long version;

    @Override
    public Integer call() {
        try (Connection connection = options.connect()) {
            SnapshotDetails details = options.board(connection).details(version);
            spec.commandLine().getOut().println(options.json() ? Json.of(details) : details.toText());
        }
        return 0;
    }
}
