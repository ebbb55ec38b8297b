package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.app.Connection;
import io.leaven.app.TopicFollower;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.topic.Topics;
import io.leaven.trainer.gate.LiveSnapshot;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the gate's view of which snapshot decides up to date with the topics agent-snapshots and snapshot-orders, on threads of its
 * own. What cannot be used is logged and left aside: dispatchers have sent it to the dead letters.
 */
final class LiveFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFollower.class);

    private final Connection connection;
    private final LiveSnapshot live;
    private final ActionCatalogue catalogue;
    private final Deserializer<AgentSnapshot> snapshots;
    private final Deserializer<SnapshotOrder> orders;
    private final SnapshotCodec codec = new SnapshotCodec();
    private final TopicFollower snapshotFollower;
    private final TopicFollower orderFollower;
    private volatile boolean recalls;

    /** @param connection stays open */
    LiveFollower(Connection connection, ActionCatalogue catalogue, LiveSnapshot live) {
        this.connection = connection;
        this.live = live;
        this.catalogue = catalogue;
        this.snapshots = connection.serdes().deserializer(AgentSnapshot.class);
        this.orders = connection.serdes().deserializer(SnapshotOrder.class);
        this.snapshotFollower = new TopicFollower(
                connection.name(Topics.AGENT_SNAPSHOTS),
                () -> connection.rawReader("trainer-live-snapshots"),
                this::snapshot);
        this.orderFollower = new TopicFollower(
                connection.name(Topics.SNAPSHOT_ORDERS), () -> connection.rawReader("trainer-orders"), this::order);
    }

    /**
     * Returns when the orders and snapshots that there are have been read.
     *
     * @param atMost for each of the two topics
     * @throws UserError if that takes longer
     */
    void start(Duration atMost) {
        // Orders first: then every snapshot that one of them names is known to be needed when it is read.
        orderFollower.start();
        orderFollower.awaitCaughtUp(atMost);
        snapshotFollower.start();
        snapshotFollower.awaitCaughtUp(atMost);
        recalls = true;
        recall();
    }

    /** @throws UserError if it can no longer follow, as when the registry fails */
    void check() {
        snapshotFollower.failure().or(orderFollower::failure).ifPresent(cause -> {
            throw new UserError("cannot follow which snapshot decides: " + cause.getMessage(), cause);
        });
    }

    private void snapshot(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            SnapshotKey.parse(record.key()).ifPresent(live::remove);
            return;
        }
        try {
            live.put(record.offset(), codec.decode(snapshots.deserialize(record.topic(), record.value()), catalogue));
        } catch (SerializationException | InvalidSnapshotException e) {
            leftAside("snapshot", record, e);
        }
    }

    private void order(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            SnapshotKey.parse(record.key()).ifPresent(live::forgive);
            return;
        }
        try {
            live.obey(orders.deserialize(record.topic(), record.value()));
            if (recalls) {
                recall();
            }
        } catch (SerializationException e) {
            leftAside("order", record, e);
        }
    }

    private static void leftAside(String what, ConsumerRecord<byte[], byte[]> record, Exception reason) {
        LOG.warn(
                "the {} at topic {}, partition {}, offset {} counts for nothing: {}",
                what,
                record.topic(),
                record.partition(),
                record.offset(),
                reason.getMessage());
    }

    /** Reads the snapshots once more for what an order needs and what is so old that it was forgotten. */
    private void recall() {
        List<SnapshotKey> missing = live.missing();
        if (missing.isEmpty()) {
            return;
        }
        try (Consumer<byte[], byte[]> reader = connection.rawReader("trainer-recall")) {
            TopicScan.scan(
                    reader,
                    connection.name(Topics.AGENT_SNAPSHOTS),
                    record -> {
                        if (SnapshotKey.parse(record.key())
                                .filter(missing::contains)
                                .isPresent()) {
                            snapshot(record);
                        }
                    },
                    read -> {});
        }
    }

    @Override
    public void close() {
        snapshotFollower.close();
        orderFollower.close();
    }
}
