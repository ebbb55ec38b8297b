package io.leaven.control.snapshot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven snapshots}: which snapshot decides. */
@Command(
        name = "snapshots",
        description = {
            "List the agent's snapshots, and say which one decides.",
            "What is said goes over the topic snapshot-orders to every dispatcher, and holds over restarts."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SnapshotsListCommand.class,
            SnapshotsShowCommand.class,
            SnapshotsPinCommand.class,
            SnapshotsUnpinCommand.class,
            SnapshotsRollbackCommand.class,
            SnapshotsConfirmCommand.class
        })
public final class SnapshotsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, show, pin, unpin, rollback or confirm");
    }
}
