package io.leaven.agent.live;

import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.SnapshotOrderKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes orders, and knows the key of each on its compacted topic. */
public final class SnapshotOrders {

    private SnapshotOrders() {}

    /** What an order is about: a newer one about the same replaces it. */
    public static String key(SnapshotOrder order) {
        return switch (order.getKind()) {
            case PIN, UNPIN -> order.getAgent() + "/pinned";
            case CONFIRM -> order.getAgent() + "/confirmed";
            case ROLL_BACK -> SnapshotCodec.key(order.getAgent(), order.getVersion());
        };
    }

    /** A version decides, whatever else there is. */
    public static SnapshotOrder pin(String agent, long version, String reason, String by, Instant at) {
        return order(agent, SnapshotOrderKind.PIN, version, null, reason, by, at);
    }

    /** @param version that was pinned; 0 if none was */
    public static SnapshotOrder unpin(String agent, long version, String reason, String by, Instant at) {
        return order(agent, SnapshotOrderKind.UNPIN, version, null, reason, by, at);
    }

    /** A version stayed within its bands. */
    public static SnapshotOrder confirm(String agent, long version, String reason, String by, Instant at) {
        return order(agent, SnapshotOrderKind.CONFIRM, version, null, reason, by, at);
    }

    /** @param backTo decides instead; what lies between must not decide either */
    public static SnapshotOrder rollBack(
            String agent, long version, long backTo, String reason, String by, Instant at) {
        return order(agent, SnapshotOrderKind.ROLL_BACK, version, backTo, reason, by, at);
    }

    private static SnapshotOrder order(
            String agent, SnapshotOrderKind kind, long version, Long backTo, String reason, String by, Instant at) {
        return new SnapshotOrder(agent, kind, version, backTo, oneLine(reason), by, at.truncatedTo(ChronoUnit.MILLIS));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
