package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.QNetwork;
import io.leaven.agent.snapshot.Provenance;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.Transition;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import io.leaven.trainer.dyna.Imagination;
import io.leaven.trainer.dyna.ImaginedBatch;
import io.leaven.trainer.gate.GateStatus;
import io.leaven.trainer.gate.SnapshotGate;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.Experience;
import io.leaven.trainer.replay.TransitionRules;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from transitions as they come. Gradient steps are made at exact counts of transitions: after n of them, floor(n x
 * updates per transition) were made. So the same transitions in the same order give the same weights, however they are
 * polled.
 *
 * <p>When a snapshot is due is told by {@link SnapshotSchedule}. Written as a checkpoint between two transitions and read into a fresh
 * loop of the same settings, this one goes on to the same weights as if it had not stopped, if the same transitions follow in the same
 * order.
 *
 * <p>With an imagination, each time the log has grown by a share a response model is fitted to it, and a burst of gradient steps is
 * made on imagined states (Dyna).
 *
 * <p>With a gate, held-out customers are not learned from, and a snapshot carries its verdict.
 *
 * <p>If loss or weights are no longer finite, or Q-values explode, learning stops for good and no further snapshot is made: the last good one
 * stays. Not safe for use by several threads.
 */
public final class TrainerLoop implements Checkpointed, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerLoop.class);

    private final LoopSettings settings;
    private final SnapshotSchedule schedule;
    private final String catalogueHash;
    private final TransitionRules rules;
    private final Learner learner;
    private final Experience experience;
    private final Optional<Imagination> imagination;
    private final Optional<SnapshotGate> gate;
    private final RestorableUniformRandomProvider random;
    private final Batch batch;
    private final Clock clock;
    private final Map<Integer, Long> positions = new HashMap<>();
    private Optional<StateEncoder> encoder;
    private Learner.Step last = Learner.Step.NONE;
    private Optional<String> divergence = Optional.empty();
    private long transitions;
    private long gradientSteps;
    private long fromExperience;
    private BooleanSupplier abandoned = () -> false;

    /**
     * @param encoder of states; empty to scale the features by the transitions of the warm-up
     * @param learner closed with the loop
     * @param imagination empty to learn from real transitions alone
     * @param gate empty to learn from all customers, and judge nothing
     * @param clock tells when a snapshot was made; no weight depends on it
     */
    public TrainerLoop(
            LoopSettings settings,
            Resume resume,
            ActionCatalogue catalogue,
            Optional<StateEncoder> encoder,
            Learner learner,
            Experience experience,
            Optional<Imagination> imagination,
            Optional<SnapshotGate> gate,
            Clock clock) {
        this.settings = settings;
        this.schedule = new SnapshotSchedule(settings, resume, clock);
        this.encoder = encoder;
        this.catalogueHash = catalogue.hash();
        this.rules = new TransitionRules(catalogue, experience.features());
        this.learner = learner;
        this.experience = experience;
        this.imagination = imagination;
        this.gate = gate;
        this.random = RandomSource.XO_RO_SHI_RO_128_PP.create(settings.seed());
        this.batch = Batch.ofSize(learner.batchSize(), experience.features().size());
        this.clock = clock;
        encoder.ifPresent(experience::encodeBy);
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
        rules.check(transition);
        if (gate.isPresent() && gate.get().holdsOut(transition)) {
            return Optional.empty();
        }
        experience.add(transition);
        imagination.ifPresent(imagined -> imagined.observe(transition));
        transitions++;
        if (transitions >= settings.warmup()) {
            if (encoder.isEmpty()) {
                encoder = Optional.of(StateEncoder.scaled(experience.features(), experience.heldStates()));
                experience.encodeBy(encoder.get());
            }
            learnWhatIsOwed();
        }
        return schedule.isDue(positions) ? snapshot() : Optional.empty();
    }

    private void learnWhatIsOwed() {
        if (imagination.isPresent() && imagination.get().isDue()) {
            imagine();
        }
        long owed = (long) (transitions * settings.updatesPerTransition());
        while (fromExperience < owed && experience.size() > 0 && divergence.isEmpty()) {
            experience.sample(random, batch);
            step(learner.learn(batch));
            experience.learned(batch);
            fromExperience++;
        }
    }

    /**
     * Asked before each gradient step of a burst, which may take many seconds: once it is true, {@link #observe} and {@link
     * #complete} throw {@link AbandonedException}, and the loop can only be closed. What it learned since its last checkpoint is learned
     * again from there.
     */
    void abandonWhen(BooleanSupplier told) {
        abandoned = told;
    }

    /** Fits the response model, and makes the gradient steps that follow a fit, on customers imagined anew from time to time. */
    private void imagine() {
        Imagination imagined = imagination.orElseThrow();
        long started = System.nanoTime();
        imagined.fit();
        LOG.info(
                "fitted a response model after {} transitions in {} ms",
                transitions,
                (System.nanoTime() - started) / 1_000_000);
        ImaginedBatch states = imagined.batch();
        long updates = imagined.updates();
        for (long i = 0; i < updates && divergence.isEmpty(); i++) {
            if (abandoned.getAsBoolean()) {
                throw new AbandonedException();
            }
            if (i % imagined.settings().renewal() == 0) {
                imagineCustomers(imagined);
            }
            imagined.sample(random, states);
            step(learner.plan(states));
        }
    }

    private void imagineCustomers(Imagination imagined) {
        try (QNetwork agent = new QNetwork(learner.network(), learner.parameters())) {
            imagined.imagine(
                    encoder.orElseThrow(), (states, count) -> greedy(agent, states, count, settings.leastGain()));
        }
    }

    /** The best action in each state; a message only where it promises enough more than none. */
    private static int[] greedy(QNetwork agent, float[] states, int count, double leastGain) {
        float[] qValues = agent.qValues(states, count);
        int actions = agent.spec().actions();
        int[] best = new int[count];
        for (int i = 0; i < count; i++) {
            double highest = qValues[i * actions] + leastGain;
            for (int action = 1; action < actions; action++) {
                if (qValues[i * actions + action] > highest) {
                    highest = qValues[i * actions + action];
                    best[i] = action;
                }
            }
        }
        return best;
    }

    /** Told that the log ends here: imagines once more, if anything came since, and gives a last snapshot. */
    public Optional<Snapshot> complete() {
        if (imagination.isPresent() && encoder.isPresent() && imagination.get().isStale()) {
            imagine();
        }
        return caughtUp();
    }

    /** Notes that a record was read and left aside. */
    public void passed(int partition, long offset) {
        positions.put(partition, offset + 1);
    }

    /** Told that everything was read: a snapshot of what was learned since the last one, if anything was. */
    public Optional<Snapshot> caughtUp() {
        schedule.caughtUp();
        return finish();
    }

    /** Told that nothing more will be read now: a snapshot of what was learned since the last one, if it may be made. */
    public Optional<Snapshot> finish() {
        return schedule.hasMore(positions) ? snapshot() : Optional.empty();
    }

    /** Takes in what a gradient step saw; a step that went wrong is the last. */
    private void step(Learner.Step step) {
        last = step;
        String wrong = !Double.isFinite(step.loss())
                ? "the loss is " + step.loss()
                : Math.abs(step.meanMaxQ()) > settings.mostQ()
                        ? "the mean highest Q-value is " + step.meanMaxQ()
                        : null;
        if (wrong == null && learner.isFinite()) {
            gradientSteps++;
            schedule.stepped();
            return;
        }
        divergence = Optional.of("after " + gradientSteps + " gradient steps "
                + (wrong == null ? "the loss is " + step.loss() : wrong)
                + (learner.isFinite() ? "" : " and some weights are not finite"));
        LOG.error(
                "training diverged: {}. It stops here; the newest snapshot stays {}/{}. A smaller learning rate or"
                        + " scaled inputs may help.",
                divergence.get(),
                settings.agent(),
                schedule.version());
    }

    private Optional<Snapshot> snapshot() {
        OptionalLong version = divergence.isPresent() ? OptionalLong.empty() : schedule.next(positions);
        return version.isPresent() ? Optional.of(snapshot(version.getAsLong())) : Optional.empty();
    }

    private Snapshot snapshot(long version) {
        Snapshot snapshot = new Snapshot(
                settings.agent(),
                version,
                clock.instant(),
                learner.algorithm(),
                learner.network(),
                encoder.orElseThrow(),
                catalogueHash,
                learner.parameters(),
                epsilon(),
                settings.leastGain(),
                new Provenance(settings.seed(), gradientSteps, transitions, positions, settings.described()),
                Map.of(
                        "loss", last.loss(),
                        "meanMaxQ", last.meanMaxQ(),
                        "memory", (double) experience.size()),
                Optional.empty());
        return gate.isPresent() ? gate.get().judged(snapshot) : snapshot;
    }

    /** Next offset to read, by partition. */
    Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }

    private double epsilon() {
        return settings.exploration().epsilon(gradientSteps);
    }

    /** How learning stands. */
    public LoopStatus status() {
        return new LoopStatus(
                transitions,
                gradientSteps,
                schedule.unpublished(),
                schedule.published(),
                schedule.version(),
                last.loss(),
                last.meanMaxQ(),
                last.meanError(),
                last.gradientNorm(),
                epsilon(),
                experience.size(),
                experience.span(),
                schedule.unknown(positions),
                divergence,
                gate.map(SnapshotGate::status).orElseGet(GateStatus::none));
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("loop");
        out.writeInt(positions.size());
        for (Map.Entry<Integer, Long> position : positions.entrySet()) {
            out.writeInt(position.getKey());
            out.writeLong(position.getValue());
        }
        out.writeLong(transitions);
        out.writeLong(gradientSteps);
        out.writeLong(fromExperience);
        out.writeString(divergence.orElse(""));
        last.write(out);
        out.writeRandom(random);
        schedule.write(out);
        learner.write(out);
        experience.write(out);
        if (imagination.isPresent()) {
            imagination.get().write(out);
        }
        if (gate.isPresent()) {
            gate.get().write(out);
        }
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("loop");
        positions.clear();
        for (int left = in.readCount(Integer.MAX_VALUE, Integer.BYTES + Long.BYTES); left > 0; left--) {
            positions.put(in.readInt(), in.readLong());
        }
        transitions = in.readLong();
        gradientSteps = in.readLong();
        fromExperience = in.readLong();
        divergence = Optional.of(in.readString()).filter(why -> !why.isEmpty());
        last = Learner.Step.read(in);
        in.readRandom(random);
        schedule.read(in);
        learner.read(in);
        experience.read(in);
        encoder = experience.encoder();
        if (imagination.isPresent()) {
            imagination.get().read(in);
        }
        if (gate.isPresent()) {
            gate.get().read(in);
        }
    }

    @Override
    public void close() {
        learner.close();
    }
}
