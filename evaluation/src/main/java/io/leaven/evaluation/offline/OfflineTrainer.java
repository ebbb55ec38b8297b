package io.leaven.evaluation.offline;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.app.SettingsSource;
import io.leaven.schemas.Transition;
import io.leaven.trainer.RefusedTransitionException;
import io.leaven.trainer.Resume;
import io.leaven.trainer.TrainerLoop;
import io.leaven.trainer.TrainerLoops;
import io.leaven.trainer.TrainerSettings;
import io.leaven.trainer.gate.LiveSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** The trainer's loop, fed by hand. Holds native memory until it is closed. Not safe for use by several threads. */
public final class OfflineTrainer implements AutoCloseable {

    private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final TrainerLoop loop;
    private Optional<Snapshot> newest = Optional.empty();
    private long transitions;
    private long nanos;

    /** @param settings of the trainer, by key */
    public OfflineTrainer(Map<String, String> settings) {
        this.loop = TrainerLoops.create(
                new TrainerSettings(SettingsSource.of(settings)),
                ActionCatalogue.standard(),
                Resume.fresh(),
                new LiveSnapshot(),
                STILL);
    }

    /** Takes a transition, and makes the gradient steps that it owes. */
    public void learn(Transition transition) {
        long began = System.nanoTime();
        try {
            keep(loop.observe(0, transitions++, transition));
        } catch (RefusedTransitionException e) {
            throw new IllegalStateException("the simulation made a transition that the trainer refuses", e);
        }
        nanos += System.nanoTime() - began;
    }

    /** Told that the log ends here. */
    public void complete() {
        long began = System.nanoTime();
        keep(loop.complete());
        nanos += System.nanoTime() - began;
    }

    private void keep(Optional<Snapshot> snapshot) {
        newest = snapshot.filter(made -> !made.isRefused()).or(() -> newest);
    }

    /** The newest snapshot that may act; empty before the first. */
    public Optional<Snapshot> newest() {
        return newest;
    }

    public long gradientSteps() {
        return loop.status().gradientSteps();
    }

    /** Time spent on learning so far, in seconds. */
    public double seconds() {
        return nanos / 1e9;
    }

    /** Why learning stopped, if it did. */
    public Optional<String> divergence() {
        return loop.status().divergence();
    }

    @Override
    public void close() {
        loop.close();
    }
}
