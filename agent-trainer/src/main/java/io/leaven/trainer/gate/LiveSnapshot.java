package io.leaven.trainer.gate;

import io.leaven.agent.live.SnapshotShelf;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.schemas.SnapshotOrder;
import java.util.List;
import java.util.Optional;

/**
 * Which snapshot decides now, for the gate: by the rule that dispatchers go by, {@link SnapshotShelf}, from the same snapshots and
 * orders. A snapshot of our own counts as soon as it was judged, before it is read back from its topic. Safe for use by several threads.
 */
public final class LiveSnapshot {

    /** Beside those that orders name. */
    private static final int KEPT = 100;

    /** Where a snapshot of our own stands until it is read back: behind all that the topic will ever hold. */
    private static final long BEHIND_THE_TOPIC = 1L << 62;

    private final SnapshotShelf shelf = new SnapshotShelf(KEPT);
    private long made;

    /** One on the topic, refused by the gate or not. */
    public synchronized void put(long offset, Snapshot snapshot) {
        shelf.put(offset, snapshot);
    }

    /** One that will be on the topic, behind all that are. */
    public synchronized void put(Snapshot snapshot) {
        shelf.put(BEHIND_THE_TOPIC + made++, snapshot);
    }

    /** Told that a version is no longer on the topic. */
    public synchronized void remove(SnapshotKey key) {
        shelf.remove(key.agent(), key.version());
    }

    /** The next order on the topic. */
    public synchronized void obey(SnapshotOrder order) {
        shelf.obey(order);
    }

    /** Told that the roll-back of a version was taken back. */
    public synchronized void forgive(SnapshotKey key) {
        shelf.forgive(key.agent(), key.version());
    }

    /** Versions that should decide by an order, but are so old that they were forgotten. */
    public synchronized List<SnapshotKey> missing() {
        return shelf.missing();
    }

    /** The one that decides; empty if none does. */
    public synchronized Optional<Snapshot> now() {
        return shelf.live();
    }
}
