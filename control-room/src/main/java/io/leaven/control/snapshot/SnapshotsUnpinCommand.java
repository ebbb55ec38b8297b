package io.leaven.control.snapshot;

import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven snapshots unpin}. */
@Command(name = "unpin", description = "Have the newest version decide again that may.")
final class SnapshotsUnpinCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SnapshotsOptions options;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "unpinned by hand",
            description = "Why, for the record.")
    private String reason;

    @Override
    public Integer call() {
        options.order(
                spec,
                board -> board.unpin(reason, SnapshotsOptions.by(), Instant.now()),
                order -> "unpinned " + order.getAgent() + "/" + order.getVersion());
        return 0;
    }
}
