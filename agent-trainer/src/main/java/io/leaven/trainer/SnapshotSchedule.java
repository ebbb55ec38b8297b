package io.leaven.trainer;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When a snapshot is due, and which version it is: every so many gradient steps, or so long after the last one if something was
 * learned since, and when there is nothing more to read.
 *
 * <p>A trainer that was restarted stands behind the newest snapshot on the topic, at the log's beginning or at a checkpoint. Until it
 * has read all that this one knew, a snapshot would be an older one than that, and none is published. After a checkpoint the one that
 * knows the same as the newest is the newest, and is not published again. So no version is used twice, and none is left out. Not safe
 * for use by several threads.
 */
final class SnapshotSchedule implements Checkpointed {

    private final long intervalUpdates;
    private final long intervalMs;
    private final Resume resume;
    private final Clock clock;
    private long version;
    private long sinceDue;
    private long unpublished;
    private boolean owed;
    private boolean relearned;
    private long published;
    private long lastMs;
    private Map<Integer, Long> known;

    SnapshotSchedule(LoopSettings settings, Resume resume, Clock clock) {
        this.intervalUpdates = settings.snapshotInterval();
        this.intervalMs = settings.snapshotIntervalMs();
        this.resume = resume;
        this.clock = clock;
        this.version = resume.version();
        this.lastMs = clock.millis();
        this.known = resume.positions();
    }

    /** Told of a gradient step. */
    void stepped() {
        sinceDue++;
        unpublished++;
    }

    /** @param positions next offset to read, by partition */
    boolean isDue(Map<Integer, Long> positions) {
        return sinceDue >= intervalUpdates
                || (intervalMs > 0 && sinceDue > 0 && clock.millis() - lastMs >= intervalMs)
                || (owed && knowsWhatWasKnown(positions))
                || isRemade(positions);
    }

    /** Whether the newest snapshot on the topic, which was made after the checkpoint, was made here. */
    private boolean isRemade(Map<Integer, Long> positions) {
        return version < resume.version() && positions.equals(resume.positions());
    }

    /** Told that the log has been read to its end: no snapshot from here on is older than the newest. */
    void caughtUp() {
        relearned = true;
    }

    /** Whether something was learned that may be published. */
    boolean hasMore(Map<Integer, Long> positions) {
        return unpublished > 0 && (relearned || knowsWhatWasKnown(positions));
    }

    /**
     * The version of the snapshot that is made now; empty if none is to be published.
     *
     * @param positions next offset to read, by partition
     */
    OptionalLong next(Map<Integer, Long> positions) {
        sinceDue = 0;
        lastMs = clock.millis();
        relearned |= knowsWhatWasKnown(positions);
        if (!relearned) {
            owed = true;
            return OptionalLong.empty();
        }
        owed = false;
        unpublished = 0;
        boolean remade = isRemade(positions);
        version = Math.max(version, resume.version());
        if (remade) {
            return OptionalLong.empty();
        }
        version++;
        published++;
        known = Map.copyOf(positions);
        return OptionalLong.of(version);
    }

    private boolean knowsWhatWasKnown(Map<Integer, Long> positions) {
        return resume.positions().entrySet().stream()
                .allMatch(before -> positions.getOrDefault(before.getKey(), 0L) >= before.getValue());
    }

    /** Gradient steps that are in no snapshot yet. */
    long unpublished() {
        return unpublished;
    }

    /** Offsets between what the newest snapshot knows and these positions. */
    long unknown(Map<Integer, Long> positions) {
        return sum(positions) - sum(known);
    }

    private static long sum(Map<Integer, Long> positions) {
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Snapshots made by this run. */
    long published() {
        return published;
    }

    /** Of the newest snapshot, those of earlier runs included; 0 if there is none. */
    long version() {
        return version;
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("snapshots");
        out.writeLong(version);
        out.writeLong(sinceDue);
        out.writeLong(unpublished);
        out.writeBoolean(owed);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("snapshots");
        version = in.readLong();
        sinceDue = in.readLong();
        unpublished = in.readLong();
        owed = in.readBoolean();
    }
}
