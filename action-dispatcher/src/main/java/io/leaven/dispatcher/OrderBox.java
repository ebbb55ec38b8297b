package io.leaven.dispatcher;

import io.leaven.agent.live.Lineup;
import io.leaven.agent.live.SnapshotOrders;
import io.leaven.app.Connection;
import io.leaven.dispatcher.decision.Tally;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.SnapshotOrderKind;
import io.leaven.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends this dispatcher's orders to their topic, from where every dispatcher takes them, this one included. */
final class OrderBox {

    private static final Logger LOG = LoggerFactory.getLogger(OrderBox.class);

    private final Connection connection;
    private final Producer<byte[], byte[]> producer;
    private final String by;
    private final InstantSource clock;
    private final Tally tally;

    /** @param by who orders */
    OrderBox(Connection connection, Producer<byte[], byte[]> producer, String by, InstantSource clock, Tally tally) {
        this.connection = connection;
        this.producer = producer;
        this.by = by;
        this.clock = clock;
        this.tally = tally;
    }

    /**
     * Sends an order without waiting for it.
     *
     * @param lost told if it does not reach the topic
     */
    void send(SnapshotOrder order, Consumer<SnapshotOrder> lost) {
        if (order.getKind() == SnapshotOrderKind.ROLL_BACK) {
            tally.bandWasLeft(true);
        }
        producer.send(
                connection.record(Topics.SNAPSHOT_ORDERS, SnapshotOrders.key(order), order, null), (sent, error) -> {
                    if (error != null) {
                        LOG.error("the order {} of {} was lost", order.getKind(), order.getVersion(), error);
                        lost.accept(order);
                    }
                });
    }

    /** The lift of the live snapshot is too low: back to the last good one, if there is one to go back to. */
    void liftIsTooLow(Lineup lineup, String reason) {
        String live = lineup.live().orElseThrow().id();
        if (lineup.lastGood().isEmpty()) {
            LOG.error("snapshot {} stays live, as it is pinned or there is none to go back to, but {}", live, reason);
            tally.bandWasLeft(false);
            return;
        }
        LOG.error(
                "snapshot {} is rolled back to {}: {}",
                live,
                lineup.lastGood().get().id(),
                reason);
        send(
                SnapshotOrders.rollBack(
                        lineup.live().get().agent(),
                        lineup.live().get().version(),
                        lineup.lastGood().get().version(),
                        reason,
                        by,
                        clock.instant()),
                lost -> {});
    }
}
