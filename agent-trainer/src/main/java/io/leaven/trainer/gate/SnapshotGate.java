package io.leaven.trainer.gate;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.PolicyEstimate;
import io.leaven.schemas.SnapshotOutcome;
import io.leaven.schemas.SnapshotVerdict;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import io.leaven.trainer.checkpoint.UnfitCheckpointException;
import io.leaven.trainer.evaluation.ActionParts;
import io.leaven.trainer.evaluation.Bootstrap;
import io.leaven.trainer.evaluation.GateOutcome;
import io.leaven.trainer.evaluation.GateVerdict;
import io.leaven.trainer.evaluation.HeldOut;
import io.leaven.trainer.evaluation.Interval;
import io.leaven.trainer.evaluation.LinearModel;
import io.leaven.trainer.evaluation.LoggedCustomers;
import io.leaven.trainer.evaluation.MarginalDoublyRobust;
import io.leaven.trainer.evaluation.PromotionGate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the trainer and the customers: keeps some customers from learning, and judges each snapshot on what they lived
 * through against the live one, the last that was let through ({@link PromotionGate}, {@link MarginalDoublyRobust}).
 *
 * <p>Where there is too little evidence, a live snapshot that has passed a judgement stays. One that has not has no claim: the
 * first snapshots knew next to nothing, so that what was learned since takes their place, unjudged, until one passes. Not safe for
 * use by several threads.
 */
public final class SnapshotGate implements Checkpointed {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotGate.class);
    private static final int RESAMPLES = 1_000;

    private final List<StateFeature> features;
    private final HeldOutLog heldOut;
    private final PromotionGate gate;
    private final int leastCustomers;
    private Optional<Snapshot> live;
    private GateStatus status = GateStatus.none();
    private long transitions;

    /**
     * @param gamma discount of a step
     * @param agentFeatures that snapshots see
     * @param seed decides who is held out
     * @param live the snapshot that decides now; empty if none does
     */
    public SnapshotGate(
            GateSettings settings,
            double gamma,
            ActionCatalogue catalogue,
            List<StateFeature> agentFeatures,
            long seed,
            Optional<Snapshot> live) {
        this.features = Stream.of(
                        StateFeature.WITH_HISTORY.stream(),
                        agentFeatures.stream(),
                        live.stream()
                                .flatMap(snapshot -> snapshot.encoder().features().stream())
                                .map(input -> input.feature()))
                .flatMap(some -> some)
                .distinct()
                .toList();
        this.heldOut = new HeldOutLog(
                new HeldOut(seed, settings.share()),
                features,
                catalogue.size(),
                settings.customers(),
                settings.steps());
        this.gate = new PromotionGate(
                new MarginalDoublyRobust(LinearModel.byTier(ActionParts.of(catalogue), features)),
                new Bootstrap(RESAMPLES, settings.level(), seed),
                gamma,
                settings.margin(),
                settings.leastCustomers(),
                settings.leastEffective());
        this.leastCustomers = settings.leastCustomers();
        this.live = live;
    }

    /** Keeps the transition if its customer is held out, and says whether it is: then nobody may learn from it. */
    public boolean holdsOut(Transition transition) {
        boolean kept = heldOut.keeps(transition);
        transitions += kept ? 1 : 0;
        return kept;
    }

    /** The snapshot with the verdict on it; unless refused it is the live one from now on. */
    public Snapshot judged(Snapshot snapshot) {
        long started = System.nanoTime();
        Optional<GateVerdict> judgement = judgement(snapshot);
        SnapshotVerdict verdict = verdict(judgement);
        Snapshot judged =
                snapshot.judged(verdict, judgement.map(GateVerdict::numbers).orElse(Map.of()));
        double seconds = (System.nanoTime() - started) / 1e9;
        LOG.info(
                "snapshot {} {} in {} ms: {}",
                snapshot.id(),
                verdict.getOutcome(),
                Math.round(1e3 * seconds),
                verdict.getReason());
        live = judged.isRefused() ? live : Optional.of(judged);
        count(verdict.getOutcome(), judgement, seconds);
        return judged;
    }

    private Optional<GateVerdict> judgement(Snapshot snapshot) {
        if (live.isEmpty() || heldOut.customers() < leastCustomers) {
            return Optional.empty();
        }
        LoggedCustomers log = heldOut.log().orElseThrow();
        return Optional.of(gate.judge(
                log, new SnapshotPolicy(snapshot, features), new SnapshotPolicy(live.orElseThrow(), features)));
    }

    private SnapshotVerdict verdict(Optional<GateVerdict> judgement) {
        SnapshotVerdict.Builder verdict = SnapshotVerdict.newBuilder()
                .setOutcome(outcome(judgement.map(GateVerdict::outcome).orElse(GateOutcome.TOO_LITTLE_EVIDENCE)))
                .setReason(judgement
                        .map(GateVerdict::words)
                        .orElseGet(() -> live.isEmpty()
                                ? "no snapshot is live"
                                : "too little evidence: " + heldOut.customers() + " held-out customers, and "
                                        + leastCustomers + " are needed"))
                .setLive(live.map(Snapshot::id).orElse(null))
                .setLevel(gate.bootstrap().level())
                .setMargin(gate.margin());
        judgement.ifPresent(by -> verdict.setValue(estimate(by.candidate()))
                .setLiveValue(estimate(by.live()))
                .setGain(estimate(by.gain()))
                .setCustomers(by.customers())
                .setEffectiveSize(by.effective()));
        return verdict.build();
    }

    private SnapshotOutcome outcome(GateOutcome outcome) {
        return switch (outcome) {
            case PASSED -> SnapshotOutcome.ACCEPTED;
            case REFUSED -> SnapshotOutcome.REFUSED;
            case TOO_LITTLE_EVIDENCE -> hasPassed(live) ? SnapshotOutcome.REFUSED : SnapshotOutcome.UNJUDGED;
        };
    }

    private static boolean hasPassed(Optional<Snapshot> snapshot) {
        return snapshot.flatMap(Snapshot::verdict)
                .filter(verdict -> verdict.getOutcome() == SnapshotOutcome.ACCEPTED)
                .isPresent();
    }

    private static PolicyEstimate estimate(Interval interval) {
        return new PolicyEstimate(interval.estimate(), interval.lower(), interval.upper());
    }

    private void count(SnapshotOutcome outcome, Optional<GateVerdict> judgement, double seconds) {
        Optional<Interval> gain = judgement.map(GateVerdict::gain);
        status = new GateStatus(
                transitions,
                heldOut.customers(),
                status.accepted() + (outcome == SnapshotOutcome.ACCEPTED ? 1 : 0),
                status.refused() + (outcome == SnapshotOutcome.REFUSED ? 1 : 0),
                status.unjudged() + (outcome == SnapshotOutcome.UNJUDGED ? 1 : 0),
                live.map(Snapshot::id),
                gain.map(Interval::estimate).orElse(status.gain()),
                gain.map(Interval::lower).orElse(status.lower()),
                gain.map(Interval::upper).orElse(status.upper()),
                status.seconds() + seconds);
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("gate");
        out.writeLong(transitions);
        heldOut.write(out);
        status.write(out);
        out.writeBoolean(live.isPresent());
        if (live.isPresent()) {
            out.writeBlock(new SnapshotCodec().encode(live.get()).toByteBuffer());
        }
    }

    /** {@inheritDoc} The live snapshot is then the one of that time. */
    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("gate");
        transitions = in.readLong();
        heldOut.read(in);
        status = GateStatus.read(in);
        live = Optional.empty();
        if (in.readBoolean()) {
            try {
                live = Optional.of(new SnapshotCodec().decode(in.readRecord(AgentSnapshot.class)));
            } catch (InvalidSnapshotException e) {
                throw new UnfitCheckpointException("its live " + e.getMessage());
            }
        }
    }

    /** How the gate stands. */
    public GateStatus status() {
        return status.with(transitions, heldOut.customers());
    }
}
