package io.leaven.agent.live;

import io.leaven.schemas.SnapshotOrder;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the orders say about the versions of one agent. Not safe for use by several threads. */
final class Standing {

    private final TreeMap<Long, SnapshotOrder> rollBacks = new TreeMap<>();
    private SnapshotOrder pin;
    private SnapshotOrder confirm;
    // There may be thousands of roll-backs, and every snapshot on the shelf is looked up at every change: what was
    // found is kept
    // until an order changes it.
    private final Map<Long, Optional<SnapshotOrder>> found = new HashMap<>();
    private Set<Long> returns;

    void obey(SnapshotOrder order) {
        forgetFound();
        switch (order.getKind()) {
            case PIN -> pin = order;
            case UNPIN -> pin = null;
            case CONFIRM -> confirm = order;
            case ROLL_BACK -> rollBacks.put(order.getVersion(), order);
        }
    }

    /** Takes the roll-back of a version back. */
    void forgive(long version) {
        forgetFound();
        rollBacks.remove(version);
    }

    Optional<SnapshotOrder> pin() {
        return Optional.ofNullable(pin);
    }

    /** The order by which a version must not decide any more. */
    Optional<SnapshotOrder> rollBackOf(long version) {
        return found.computeIfAbsent(version, this::findRollBackOf);
    }

    private Optional<SnapshotOrder> findRollBackOf(long version) {
        for (SnapshotOrder order : rollBacks.tailMap(version).values()) {
            if (backTo(order) < version) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    private void forgetFound() {
        found.clear();
        returns = null;
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
                || returns().contains(version)
                || isPinned(version);
    }

    boolean isPinned(long version) {
        return pin != null && pin.getVersion() == version;
    }

    /** Versions that an order would have decide: the pinned one, and those that roll-backs went back to. */
    Stream<Long> targets() {
        return Stream.concat(returns().stream(), pin().map(SnapshotOrder::getVersion).stream());
    }

    /** The versions that roll-backs went back to, each once, without those that were rolled back themselves. */
    private Set<Long> returns() {
        if (returns == null) {
            returns = rollBacks.values().stream()
                    .map(Standing::backTo)
                    .distinct()
                    .filter(version -> version > 0 && rollBackOf(version).isEmpty())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        return returns;
    }

    private static long backTo(SnapshotOrder order) {
        return order.getBackTo() == null ? order.getVersion() - 1 : order.getBackTo();
    }
}
