package io.leaven.control.snapshot;

import io.leaven.app.Connection;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leaven snapshots list}. */
@Command(
        name = "list",
        description =
                "List the versions: how far each was trained, what the trainer's gate made of it, and which is live,"
                        + " pinned, confirmed or rolled back.")
final class SnapshotsListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SnapshotsOptions options;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = options.connect()) {
            SnapshotBoard board = options.board(connection);
            List<SnapshotRow> rows = board.rows();
            if (options.json()) {
                out.println(Json.of(rows));
            } else {
                out.println("agent " + board.agent());
                out.println(SnapshotRow.header());
                rows.forEach(row -> out.println(row.line()));
            }
        }
        return 0;
    }
}
