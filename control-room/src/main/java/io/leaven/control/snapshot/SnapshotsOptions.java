package io.leaven.control.snapshot;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.SnapshotOrders;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.UserError;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the commands about snapshots have in common: where they look, and how they order. */
final class SnapshotsOptions {

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "The line of snapshots. Default: that of the live one, else of the newest.")
    private Optional<String> agent;

    @Option(
            names = "--catalogue",
            paramLabel = "FILE",
            description = "The dispatchers' actions: snapshots for others do not count. Default: the standard ten.")
    private Optional<Path> catalogue;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** @throws UserError if broker or registry do not answer */
    Connection connect() {
        return connectionOptions.connection().check();
    }

    /** @throws UserError if there is no snapshot, or none of the agent that was named */
    SnapshotBoard board(Connection connection) {
        return SnapshotReader.read(connection, actions()).of(agent);
    }

    private ActionCatalogue actions() {
        try {
            return catalogue.map(ActionCatalogue::read).orElseGet(ActionCatalogue::standard);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** Who orders, as the record says. */
    static String by() {
        return "leaven snapshots, " + System.getProperty("user.name");
    }

    /**
     * Makes an order, sends it, and prints it.
     *
     * @param make throws a {@link UserError} if the order makes no sense
     * @param words what was done, for people
     */
    void order(CommandSpec spec, Function<SnapshotBoard, SnapshotOrder> make, Function<SnapshotOrder, String> words) {
        try (Connection connection = connect()) {
            SnapshotBoard board = board(connection);
            SnapshotOrder order = make.apply(board);
            send(connection, order, board.takenBackBy(order));
            spec.commandLine().getOut().println(json ? Json.of(order) : words.apply(order));
        }
    }

    /** Writes an order, and takes another back first if there is one to. */
    private static void send(Connection connection, SnapshotOrder order, Optional<SnapshotOrder> takeBack) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        takeBack.ifPresent(old -> records.add(new ProducerRecord<>(
                connection.name(Topics.SNAPSHOT_ORDERS),
                SnapshotOrders.key(old).getBytes(StandardCharsets.UTF_8),
                null)));
        records.add(connection.record(Topics.SNAPSHOT_ORDERS, SnapshotOrders.key(order), order, null));
        try (Producer<byte[], byte[]> producer = connection.rawProducer("leaven-snapshots", Map.of())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        } catch (ExecutionException e) {
            throw new UserError(
                    "the order did not reach " + connection.name(Topics.SNAPSHOT_ORDERS) + ": "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted before the order was written", e);
        }
    }
}
