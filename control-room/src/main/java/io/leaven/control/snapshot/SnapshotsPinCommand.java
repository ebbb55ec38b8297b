package io.leaven.control.snapshot;

import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven snapshots pin}. */
@Command(
        name = "pin",
        description =
                "Have a version decide until it is unpinned, whatever the trainer publishes, its gate refuses or was"
                        + " rolled back. No control band takes it back.")
final class SnapshotsPinCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SnapshotsOptions options;

    @Parameters(paramLabel = "VERSION", description = "As `leaven snapshots list` has it.")
    private long version;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "pinned by hand",
            description = "Why, for the record.")
    private String reason;

    @Override
    public Integer call() {
        options.order(
                spec,
                board -> board.pin(version, reason, SnapshotsOptions.by(), Instant.now()),
                order -> "pinned " + order.getAgent() + "/" + version + ": it decides until `leaven snapshots unpin`");
        return 0;
    }
}
