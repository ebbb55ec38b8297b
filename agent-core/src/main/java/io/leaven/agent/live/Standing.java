package io.leaven.agent.live;

import io.leaven.schemas.SnapshotOrder;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the orders say about the versions of one agent. Not safe for use by several threads. */
final class Standing {

    private final TreeMap<Long, SnapshotOrder> rollBacks = new TreeMap<>();
    private SnapshotOrder pin;
    private SnapshotOrder confirm;

    void obey(SnapshotOrder order) {
        switch (order.getKind()) {
            case PIN -> pin = order;
            case UNPIN -> pin = null;
            case CONFIRM -> confirm = order;
            case ROLL_BACK -> rollBacks.put(order.getVersion(), order);
        }
    }

    /** Takes the roll-back of a version back. */
    void forgive(long version) {
        rollBacks.remove(version);
    }

    Optional<SnapshotOrder> pin() {
        return Optional.ofNullable(pin);
    }

    /** The order by which a version must not decide any more. */
    Optional<SnapshotOrder> rollBackOf(long version) {
        return rollBacks.tailMap(version).values().stream()
                .filter(order -> backTo(order) < version)
                .findFirst();
    }

    /**
     * Whether a version needs no trial: it, or a newer one that still may decide, stayed within its bands; or a roll-back went
     * back to it, which is to say that it is good.
     */
    boolean isTrusted(long version) {
        return confirmed().filter(good -> good >= version).isPresent()
                || rollBacks.values().stream().anyMatch(order -> backTo(order) == version);
    }

    /** The version that last stayed within its bands, unless it was rolled back since. */
    Optional<Long> confirmed() {
        return Optional.ofNullable(confirm)
                .map(SnapshotOrder::getVersion)
                .filter(version -> rollBackOf(version).isEmpty());
    }

    /** Whether a version is one that orders name, so that it may be needed again. */
    boolean names(long version) {
        return confirmed().filter(good -> good == version).isPresent()
                || targets().anyMatch(target -> target == version);
    }

    boolean isPinned(long version) {
        return pin != null && pin.getVersion() == version;
    }

    /** Versions that an order would have decide: the pinned one, and those that roll-backs went back to. */
    Stream<Long> targets() {
        Stream<Long> backTo = rollBacks.values().stream()
                .map(Standing::backTo)
                .filter(version -> version > 0 && rollBackOf(version).isEmpty());
        return Stream.concat(backTo, pin().map(SnapshotOrder::getVersion).stream());
    }

    private static long backTo(SnapshotOrder order) {
        return order.getBackTo() == null ? order.getVersion() - 1 : order.getBackTo();
    }
}
