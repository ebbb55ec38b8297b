package io.leaven.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.SnapshotOrders;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.SnapshotOutcome;
import io.leaven.schemas.SnapshotVerdict;
import io.leaven.schemas.feature.StateFeature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotGateTest {

    private static final int GOOD = GateWorld.GOOD;
    private static final Snapshot BAD_LIVE = GateWorld.always(0, 1);

    private static SnapshotGate gate(Optional<Snapshot> live, int customers, double leastEffective) {
        LiveSnapshot view = new LiveSnapshot();
        live.ifPresent(view::put);
        return gate(view, customers, leastEffective);
    }

    private static SnapshotGate gate(LiveSnapshot live, int customers, double leastEffective) {
        GateSettings settings = new GateSettings(.5, 400, 100, 5, .9, 100, leastEffective);
        SnapshotGate gate = new SnapshotGate(settings, 1, ActionCatalogue.standard(), StateFeature.PAPER, 1, live);
        GateWorld.log(customers, 3).forEach(gate::holdsOut);
        return gate;
    }

    private static SnapshotOutcome outcome(Snapshot judged) {
        return judged.verdict().orElseThrow().getOutcome();
    }

    @Test
    void theFirstSnapshotGoesLiveUnjudged() {
        SnapshotGate gate = gate(Optional.empty(), 600, 5);
        Snapshot first = gate.judged(BAD_LIVE);

        assertThat(outcome(first)).isEqualTo(SnapshotOutcome.UNJUDGED);
        assertThat(first.isRefused()).isFalse();
        assertThat(gate.status().live()).contains("leaven/1");
    }

    @Test
    void aBetterOneIsAcceptedAndAWorseOneRefusedThen() {
        SnapshotGate gate = gate(Optional.of(BAD_LIVE), 600, 5);
        Snapshot better = gate.judged(GateWorld.always(GOOD, 2));
        Snapshot worse = gate.judged(GateWorld.always(5, 3));
        SnapshotVerdict verdict = worse.verdict().orElseThrow();

        assertThat(outcome(better)).isEqualTo(SnapshotOutcome.ACCEPTED);
        assertThat(outcome(worse)).isEqualTo(SnapshotOutcome.REFUSED);
        assertThat(worse.isRefused()).isTrue();
        assertThat(gate.status().live()).contains("leaven/2");
        // A large discount pays 10 dollars in each of four steps, and nothing else pays.
        assertThat(verdict.getLive()).isEqualTo("leaven/2");
        assertThat(verdict.getLiveValue().getValue()).isCloseTo(40, within(3.0));
        assertThat(verdict.getValue().getValue()).isCloseTo(0, within(3.0));
        assertThat(verdict.getGain().getLower()).isLessThan(-37).isGreaterThan(-50);
        assertThat(verdict.getCustomers()).isGreaterThan(250);
        assertThat(worse.evaluation()).containsEntry("gate.passed", 0.0).containsKey("gate.gain.lower");
    }

    @Test
    void whatIsNoWorseThanTheMarginPasses() {
        SnapshotGate gate = gate(Optional.of(BAD_LIVE), 600, 5);

        assertThat(outcome(gate.judged(GateWorld.always(5, 2)))).isEqualTo(SnapshotOutcome.ACCEPTED);
    }

    @Test
    void withTooFewCustomersWhatWasNeverJudgedMakesWay() {
        SnapshotGate gate = gate(Optional.of(GateWorld.always(GOOD, 1)), 60, 5);
        Snapshot second = gate.judged(GateWorld.always(5, 2));

        assertThat(outcome(second)).isEqualTo(SnapshotOutcome.UNJUDGED);
        assertThat(second.verdict().orElseThrow().getReason()).contains("100 are needed");
        assertThat(gate.status().live()).contains("leaven/2");
    }

    @Test
    void withoutEvidenceALiveOneThatPassedStays() {
        Snapshot accepted = gate(Optional.of(BAD_LIVE), 600, 5).judged(GateWorld.always(GOOD, 2));
        SnapshotGate restarted = gate(Optional.of(accepted), 60, 5);
        Snapshot third = restarted.judged(GateWorld.always(GOOD, 3));

        assertThat(outcome(third)).isEqualTo(SnapshotOutcome.REFUSED);
        assertThat(restarted.status().live()).contains("leaven/2");
    }

    @Test
    void anEffectiveSampleTooSmallIsNoEvidence() {
        // A tenth of some 300 customers went where the candidate would.
        Snapshot judged = gate(Optional.of(BAD_LIVE), 600, 200).judged(GateWorld.always(GOOD, 2));

        assertThat(outcome(judged)).isEqualTo(SnapshotOutcome.UNJUDGED);
        assertThat(judged.verdict().orElseThrow().getEffectiveSize()).isBetween(15.0, 60.0);
    }

    @Test
    void afterARollBackTheNextOneIsComparedWithTheOneBefore() {
        LiveSnapshot live = new LiveSnapshot();
        live.put(GateWorld.always(GOOD, 1));
        SnapshotGate gate = gate(live, 600, 5);
        Snapshot second = gate.judged(GateWorld.always(GOOD, 2));
        assertThat(outcome(second)).isEqualTo(SnapshotOutcome.ACCEPTED);
        live.obey(SnapshotOrders.rollBack("leaven", 2, 1, "left its bands", "a dispatcher", Instant.EPOCH));

        SnapshotVerdict third = gate.judged(GateWorld.always(5, 3)).verdict().orElseThrow();

        assertThat(third.getLive()).isEqualTo("leaven/1");
        assertThat(third.getOutcome()).isEqualTo(SnapshotOutcome.REFUSED);
        assertThat(gate.status().live()).contains("leaven/1");
    }

    @Test
    void whatIsPinnedIsWhatTheNextOneIsComparedWith() {
        LiveSnapshot live = new LiveSnapshot();
        live.put(GateWorld.always(5, 1));
        live.put(GateWorld.always(GOOD, 2));
        SnapshotGate gate = gate(live, 600, 5);
        live.obey(SnapshotOrders.pin("leaven", 1, "as of old", "me", Instant.EPOCH));

        // Worth as little as the pinned one, and 40 dollars less than the newest.
        SnapshotVerdict third = gate.judged(GateWorld.always(0, 3)).verdict().orElseThrow();

        assertThat(third.getLive()).isEqualTo("leaven/1");
        assertThat(third.getOutcome()).isEqualTo(SnapshotOutcome.ACCEPTED);
    }

    @Test
    void aPinnedOneThatSeesWhatIsNotLoggedIsNoEvidence() {
        LiveSnapshot live = new LiveSnapshot();
        live.put(BAD_LIVE);
        SnapshotGate gate = gate(live, 600, 5);
        live.put(GateWorld.always(GOOD, 2, StateEncoder.raw(List.of(StateFeature.PURCHASES))));

        SnapshotVerdict third = gate.judged(GateWorld.always(GOOD, 3)).verdict().orElseThrow();

        assertThat(third.getOutcome()).isEqualTo(SnapshotOutcome.UNJUDGED);
        assertThat(third.getReason()).contains("leaven/2 sees purchases");
    }

    @Test
    void aLiveOneThatSeesOtherFeaturesIsComparedAllTheSame() {
        LiveSnapshot live = new LiveSnapshot();
        live.put(BAD_LIVE);
        SnapshotGate gate = new SnapshotGate(
                new GateSettings(.5, 400, 100, 5, .9, 100, 5),
                1,
                ActionCatalogue.standard(),
                List.of(StateFeature.PURCHASES, StateFeature.STEP),
                1,
                live);
        GateWorld.log(600, 3).forEach(gate::holdsOut);

        assertThat(outcome(gate.judged(GateWorld.always(GOOD, 2)))).isEqualTo(SnapshotOutcome.ACCEPTED);
    }
}
