package io.leaven.control.snapshot;

import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven snapshots confirm}. */
@Command(
        name = "confirm",
        description =
                "Say that a version is good: it is not on trial any more, newer ones are held against it, and if it was"
                        + " rolled back, that is taken back.")
final class SnapshotsConfirmCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SnapshotsOptions options;

    @Parameters(paramLabel = "VERSION", description = "As `leaven snapshots list` has it.")
    private long version;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "confirmed by hand",
            description = "Why, for the record.")
    private String reason;

    @Override
    public Integer call() {
        options.order(
                spec,
                board -> board.confirm(version, reason, SnapshotsOptions.by(), Instant.now()),
                order -> "confirmed " + order.getAgent() + "/" + version);
        return 0;
    }
}
