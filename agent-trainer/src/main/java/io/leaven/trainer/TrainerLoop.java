package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.Provenance;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.Transition;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.ReplayMemory;
import io.leaven.trainer.replay.TransitionIntake;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from transitions as they come. Gradient steps are made at exact counts of transitions: after n of them, floor(n x
 * updates per transition) were made. So the same transitions in the same order give the same weights, however they are
 * polled.
 *
 * <p>A snapshot is due every so many gradient steps, and when there is nothing to read but something learned to tell. After a
 * restart none is made until everything is read that the newest snapshot knew: it would be worse than that one.
 *
 * <p>If loss or weights are no longer finite, learning stops for good and no further snapshot is made: the last good one
 * stays. Not safe for use by several threads.
 */
public final class TrainerLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerLoop.class);

    private final LoopSettings settings;
    private final Resume resume;
    private final StateEncoder encoder;
    private final String catalogueHash;
    private final Learner learner;
    private final ReplayMemory memory;
    private final TransitionIntake intake;
    private final UniformRandomProvider random;
    private final Batch batch;
    private final Clock clock;
    private final Map<Integer, Long> positions = new HashMap<>();
    private Learner.Step last = new Learner.Step(Double.NaN, Double.NaN);
    private Optional<String> divergence = Optional.empty();
    private long transitions;
    private long gradientSteps;
    private long unpublished;
    private long snapshots;
    private boolean relearned;

    /**
     * @param learner closed with the loop
     * @param memory of states of the encoder's width
     * @param clock tells when a snapshot was made; no weight depends on it
     */
    public TrainerLoop(
            LoopSettings settings,
            Resume resume,
            ActionCatalogue catalogue,
            StateEncoder encoder,
            Learner learner,
            ReplayMemory memory,
            Clock clock) {
        this.settings = settings;
        this.resume = resume;
        this.encoder = encoder;
        this.catalogueHash = catalogue.hash();
        this.learner = learner;
        this.memory = memory;
        this.intake = new TransitionIntake(catalogue, encoder, memory);
        this.random = RandomSource.XO_RO_SHI_RO_128_PP.create(settings.seed());
        this.batch = Batch.ofSize(learner.batchSize(), encoder.width());
        this.clock = clock;
    }

    /**
     * Takes a transition and makes the gradient steps that it owes.
     *
     * @param partition of the replay topic that it comes from
     * @param offset where it stands there
     * @return a snapshot, if one is due
     * @throws RefusedTransitionException if it cannot be learned from
     */
    public Optional<Snapshot> observe(int partition, long offset, Transition transition)
            throws RefusedTransitionException {
        passed(partition, offset);
        intake.add(transition);
        transitions++;
        long owed = transitions < settings.warmup() ? 0 : (long) (transitions * settings.updatesPerTransition());
        while (gradientSteps < owed && divergence.isEmpty()) {
            learn();
        }
        return unpublished >= settings.snapshotInterval() ? snapshot() : Optional.empty();
    }

    /** Notes that a record was read and left aside. */
    public void passed(int partition, long offset) {
        positions.put(partition, offset + 1);
    }

    /** Told that everything was read: a snapshot of what was learned since the last one, if anything was. */
    public Optional<Snapshot> caughtUp() {
        relearned = true;
        return finish();
    }

    /** Told that nothing more will be read now: a snapshot of what was learned since the last one, if it may be made. */
    public Optional<Snapshot> finish() {
        return unpublished > 0 ? snapshot() : Optional.empty();
    }

    private void learn() {
        memory.sample(random, batch);
        last = learner.learn(batch);
        if (Double.isFinite(last.loss()) && learner.isFinite()) {
            gradientSteps++;
            unpublished++;
            return;
        }
        divergence = Optional.of("after " + gradientSteps + " gradient steps the loss is " + last.loss()
                + (learner.isFinite() ? "" : " and some weights are not finite"));
        LOG.error(
                "training diverged: {}. It stops here; the newest snapshot stays {}/{}. A smaller learning rate or"
                        + " scaled inputs may help.",
                divergence.get(),
                settings.agent(),
                version());
    }

    private Optional<Snapshot> snapshot() {
        relearned |= knowsWhatWasKnown();
        if (divergence.isPresent() || !relearned) {
            return Optional.empty();
        }
        unpublished = 0;
        snapshots++;
        return Optional.of(new Snapshot(
                settings.agent(),
                version(),
                clock.instant(),
                learner.algorithm(),
                learner.network(),
                encoder,
                catalogueHash,
                learner.parameters(),
                epsilon(),
                new Provenance(settings.seed(), gradientSteps, transitions, positions, settings.described()),
                Map.of(
                        "loss", last.loss(),
                        "meanMaxQ", last.meanMaxQ(),
                        "memory", (double) memory.size())));
    }

    private boolean knowsWhatWasKnown() {
        return resume.positions().entrySet().stream()
                .allMatch(before -> positions.getOrDefault(before.getKey(), 0L) >= before.getValue());
    }

    private double epsilon() {
        return settings.exploration().epsilon(gradientSteps);
    }

    private long version() {
        return resume.version() + snapshots;
    }

    /** How learning stands. */
    public LoopStatus status() {
        return new LoopStatus(
                transitions,
                gradientSteps,
                unpublished,
                snapshots,
                version(),
                last.loss(),
                last.meanMaxQ(),
                epsilon(),
                memory.size(),
                divergence);
    }

    @Override
    public void close() {
        learner.close();
    }
}
