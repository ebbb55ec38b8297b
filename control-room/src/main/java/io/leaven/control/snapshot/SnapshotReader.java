package io.leaven.control.snapshot;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.SnapshotShelf;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.topic.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** What the topics say about snapshots, all of it, as a dispatcher on this catalogue takes it. */
final class SnapshotReader {

    private final ActionCatalogue catalogue;
    private final SnapshotCodec codec = new SnapshotCodec();
    private final SnapshotShelf shelf = new SnapshotShelf(Integer.MAX_VALUE);
    private final Map<SnapshotKey, AgentSnapshot> records = new LinkedHashMap<>();
    private final Map<SnapshotKey, String> unusable = new LinkedHashMap<>();
    private String newestAgent;

    private SnapshotReader(ActionCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** @throws UserError if one of the topics is missing */
    static SnapshotReader read(Connection connection, ActionCatalogue catalogue) {
        SnapshotReader result = new SnapshotReader(catalogue);
        Deserializer<AgentSnapshot> snapshots = connection.serdes().deserializer(AgentSnapshot.class);
        Deserializer<SnapshotOrder> orders = connection.serdes().deserializer(SnapshotOrder.class);
        try (Consumer<byte[], byte[]> reader = connection.rawReader("leaven-snapshots")) {
            TopicScan.scan(
                    reader, connection.name(Topics.SNAPSHOT_ORDERS), record -> result.order(record, orders), any -> {});
            TopicScan.scan(
                    reader,
                    connection.name(Topics.AGENT_SNAPSHOTS),
                    record -> result.snapshot(record, snapshots),
                    any -> {});
        }
        return result;
    }

    /** A record that cannot be decoded is the dispatchers' to refuse, and passed over here. */
    private void order(ConsumerRecord<byte[], byte[]> record, Deserializer<SnapshotOrder> deserializer) {
        if (record.value() == null) {
            SnapshotKey.parse(record.key()).ifPresent(key -> shelf.forgive(key.agent(), key.version()));
            return;
        }
        try {
            shelf.obey(deserializer.deserialize(record.topic(), record.value()));
        } catch (SerializationException e) {
            return;
        }
    }

    private void snapshot(ConsumerRecord<byte[], byte[]> record, Deserializer<AgentSnapshot> deserializer) {
        if (record.value() == null) {
            SnapshotKey.parse(record.key()).ifPresent(key -> {
                shelf.remove(key.agent(), key.version());
                if (shelf.find(key.agent(), key.version()).isEmpty()) {
                    records.remove(key);
                    unusable.remove(key);
                }
            });
            return;
        }
        try {
            AgentSnapshot snapshot = deserializer.deserialize(record.topic(), record.value());
            SnapshotKey key = new SnapshotKey(snapshot.getAgent(), snapshot.getVersion());
            records.put(key, snapshot);
            newestAgent = snapshot.getAgent();
            try {
                shelf.put(record.offset(), codec.decode(snapshot, catalogue));
                unusable.remove(key);
            } catch (InvalidSnapshotException e) {
                unusable.put(key, e.getMessage());
            }
        } catch (SerializationException e) {
            SnapshotKey.parse(record.key()).ifPresent(key -> unusable.put(key, e.getMessage()));
        }
    }

    /**
     * The snapshots of one agent.
     *
     * @param named none for the one that is live, else the newest on the topic
     * @throws UserError if there is no snapshot of it
     */
    SnapshotBoard of(Optional<String> named) {
        String agent = named.or(() -> shelf.live().map(snapshot -> snapshot.agent()))
                .or(() -> Optional.ofNullable(newestAgent))
                .orElseThrow(() -> new UserError("there is no snapshot yet; `leaven train` makes them"));
        SnapshotBoard board = new SnapshotBoard(agent, shelf, records, unusable);
        if (board.versions().isEmpty()) {
            throw new UserError("there is no snapshot of an agent '" + agent + "'; there are those of "
                    + String.join(
                            ", ",
                            records.keySet().stream()
                                    .map(SnapshotKey::agent)
                                    .distinct()
                                    .toList()));
        }
        return board;
    }
}
