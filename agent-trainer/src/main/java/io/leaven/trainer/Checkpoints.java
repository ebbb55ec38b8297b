package io.leaven.trainer;

import io.leaven.app.UserError;
import io.leaven.trainer.checkpoint.CheckpointFile;
import io.leaven.trainer.checkpoint.CheckpointHeader;
import io.leaven.trainer.checkpoint.UnfitCheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the checkpoint of one agent in a folder, and decides whether one that is found there may be gone on from. Between two writes
 * lies the interval, and at least so long that writing takes no more than {@value #MOST_SHARE} of the time. A checkpoint that cannot
 * be written is logged and tried again later: learning goes on. Not safe for use by several threads.
 */
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final double MOST_SHARE = .03;

    private final Optional<CheckpointFile> file;
    private final Map<String, String> madeUnder;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private Map<Integer, Long> written = Map.of();
    private long dueAt;

    /**
     * @param file empty to keep none
     * @param madeUnder what learning depends on beside the transitions, by name
     * @param nanos a clock for spans of time, as {@link System#nanoTime}
     */
    Checkpoints(Optional<CheckpointFile> file, Map<String, String> madeUnder, Duration interval, LongSupplier nanos) {
        this.file = file;
        this.madeUnder = Map.copyOf(madeUnder);
        this.intervalNanos = interval.toNanos();
        this.nanos = nanos;
        this.dueAt = nanos.getAsLong() + intervalNanos;
    }

    /** @throws UserError if the folder cannot be made or written to */
    static Checkpoints of(TrainerSettings settings, String catalogueHash, ReplayLog log) {
        Map<String, String> madeUnder = settings.whatLearningDependsOn();
        madeUnder.put("catalogue", catalogueHash);
        madeUnder.put("topic " + log.topic(), log.id());
        return new Checkpoints(
                settings.stateDir()
                        .map(folder -> new CheckpointFile(usable(folder).resolve(fileName(settings.agent())))),
                madeUnder,
                settings.stateInterval(),
                System::nanoTime);
    }

    private static Path usable(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError("cannot make the folder " + folder + " for the trainer's state: " + e, e);
        }
        if (!Files.isWritable(folder)) {
            throw new UserError("cannot write to the folder " + folder + " for the trainer's state");
        }
        return folder;
    }

    /** An agent may be named as no file can be. */
    private static String fileName(String agent) {
        String plain = agent.replaceAll("[^A-Za-z0-9._-]", "_");
        return (plain.equals(agent) ? agent : plain + "-" + Integer.toHexString(agent.hashCode())) + ".checkpoint";
    }

    /**
     * A loop that stands where the checkpoint does, or at the beginning if there is none that fits.
     *
     * @param fresh makes a loop at the beginning
     * @param resume what the topic of snapshots tells
     */
    TrainerLoop open(Supplier<TrainerLoop> fresh, ReplayLog log, Resume resume) {
        TrainerLoop loop = fresh.get();
        if (file.isEmpty()) {
            return loop;
        }
        Path path = file.get().path();
        try {
            long started = nanos.getAsLong();
            if (file.get().read(header -> check(header, log, resume), loop)) {
                written = loop.positions();
                LOG.info(
                        "goes on from checkpoint {} in {} ms: {} gradient steps on {} transitions, snapshot {}",
                        path,
                        (nanos.getAsLong() - started) / 1_000_000,
                        loop.status().gradientSteps(),
                        loop.status().transitions(),
                        loop.status().version());
            }
            return loop;
        } catch (IOException e) {
            LOG.warn("cannot go on from checkpoint {}: {}. The whole log is read again.", path, e.getMessage());
            loop.close();
            return fresh.get();
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    private void check(CheckpointHeader header, ReplayLog log, Resume resume) throws UnfitCheckpointException {
        List<String> differences = header.differences(madeUnder);
        if (!differences.isEmpty()) {
            throw new UnfitCheckpointException("it was made under other conditions: " + String.join("; ", differences));
        }
        for (Map.Entry<Integer, Long> position : header.positions().entrySet()) {
            int partition = position.getKey();
            long begin = log.begins().getOrDefault(partition, 0L);
            long end = log.ends().getOrDefault(partition, 0L);
            if (position.getValue() < begin || position.getValue() > end) {
                throw new UnfitCheckpointException("it stands at offset " + position.getValue() + " of partition "
                        + partition + ", but topic " + log.topic() + " holds " + begin + " to " + end + " there");
            }
        }
        if (resume.version() == 0 && header.snapshotVersion() > 0) {
            throw new UnfitCheckpointException(
                    "it knows snapshot " + header.snapshotVersion() + " of the agent, but there is none on the topic");
        }
    }

    /** Writes a checkpoint if it is time for one and something was read since the last. */
    void keepIfDue(TrainerLoop loop) {
        if (file.isPresent() && nanos.getAsLong() - dueAt >= 0) {
            keep(loop);
        }
    }

    /** Writes a checkpoint if something was read since the last. All snapshots up to here must have been published. */
    void keep(TrainerLoop loop) {
        if (file.isEmpty() || loop.positions().equals(written)) {
            return;
        }
        long started = nanos.getAsLong();
        try {
            CheckpointHeader header = new CheckpointHeader(
                    madeUnder, loop.positions(), loop.status().version());
            long bytes = file.get().write(header, loop);
            written = header.positions();
            LOG.debug(
                    "wrote checkpoint {} of {} bytes in {} ms",
                    file.get().path(),
                    bytes,
                    (nanos.getAsLong() - started) / 1_000_000);
        } catch (IOException e) {
            LOG.error(
                    "cannot write checkpoint {}: {}. Learning goes on; a restart would go on from an older one.",
                    file.get().path(),
                    e.toString());
        }
        long now = nanos.getAsLong();
        dueAt = now + Math.max(intervalNanos, (long) ((now - started) / MOST_SHARE));
    }
}
