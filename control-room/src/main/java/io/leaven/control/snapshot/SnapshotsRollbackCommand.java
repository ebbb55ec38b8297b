package io.leaven.control.snapshot;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven snapshots rollback}. */
@Command(
        name = "rollback",
        description = {
            "Take the live version back: an earlier one decides, and what lies between never does again.",
            "A newer one that the trainer publishes goes live as always; `pin` keeps it from that."
        })
final class SnapshotsRollbackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SnapshotsOptions options;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "Decides instead. Default: the last confirmed one below, else the newest below.")
    private Optional<Long> to;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the record.")
    private String reason;

    @Override
    public Integer call() {
        options.order(
                spec,
                board -> board.rollBack(to, reason, SnapshotsOptions.by(), Instant.now()),
                order -> "rolled " + order.getAgent() + "/" + order.getVersion() + " back: " + order.getAgent() + "/"
                        + order.getBackTo() + " decides");
        return 0;
    }
}
