package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.dyna.ImaginedBatch;
import io.leaven.trainer.gate.GateSettings;
import io.leaven.trainer.gate.GateWorld;
import io.leaven.trainer.gate.LiveSnapshot;
import io.leaven.trainer.gate.SnapshotGate;
import io.leaven.trainer.network.LearningRate;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.Experience;
import io.leaven.trainer.replay.ExperienceSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerLoopTest {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** Counts its steps, and diverges at one of them. */
    private static final class FakeLearner implements Learner {

        private final long divergesAt;
        private final boolean inWeights;
        private long steps;
        private boolean closed;

        FakeLearner(long divergesAt, boolean inWeights) {
            this.divergesAt = divergesAt;
            this.inWeights = inWeights;
        }

        static FakeLearner healthy() {
            return new FakeLearner(Long.MAX_VALUE, false);
        }

        @Override
        public Step learn(Batch batch) {
            steps++;
            return new Step(steps >= divergesAt && !inWeights ? Double.NaN : .5, 2, .1, 1);
        }

        @Override
        public Step plan(ImaginedBatch batch) {
            throw new AssertionError("nothing is imagined here");
        }

        @Override
        public int batchSize() {
            return 4;
        }

        @Override
        public NetworkSpec network() {
            return NetworkSpec.of(8, 10);
        }

        @Override
        public float[] parameters() {
            return new float[90];
        }

        @Override
        public boolean isFinite() {
            return !(inWeights && steps >= divergesAt);
        }

        @Override
        public String algorithm() {
            return "fake";
        }

        @Override
        public void write(CheckpointWriter out) throws IOException {
            out.writeLong(steps);
        }

        @Override
        public void read(CheckpointReader in) throws IOException {
            steps = in.readLong();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final FakeLearner learner = FakeLearner.healthy();

    @Test
    void gradientStepsComeAtExactCountsOfTransitions() throws Exception {
        TrainerLoop loop = loop(settings(10, .2, 1_000), Resume.fresh(), learner);
        for (int n = 1; n <= 100; n++) {
            loop.observe(0, n, Transitions.number(n));
            assertThat(learner.steps).as("after %d transitions", n).isEqualTo(n < 10 ? 0 : n / 5);
        }
    }

    @Test
    void severalStepsMayBeOwedForOneTransition() throws Exception {
        TrainerLoop loop = loop(settings(1, 2.5, 1_000), Resume.fresh(), learner);
        loop.observe(0, 0, Transitions.number(0));
        assertThat(learner.steps).isEqualTo(2);
        loop.observe(0, 1, Transitions.number(1));
        assertThat(learner.steps).isEqualTo(5);
    }

    @Test
    void aSnapshotIsDueEverySoManySteps() throws Exception {
        TrainerLoop loop = loop(settings(1, .5, 10), Resume.fresh(), learner);
        List<Long> at = new ArrayList<>();
        for (int n = 1; n <= 100; n++) {
            Optional<Snapshot> snapshot = loop.observe(0, n, Transitions.number(n));
            if (snapshot.isPresent()) {
                at.add((long) n);
            }
        }
        assertThat(at).containsExactly(20L, 40L, 60L, 80L, 100L);
    }

    @Test
    void aSnapshotTellsWhereItComesFrom() throws Exception {
        TrainerLoop loop = loop(settings(1, 1, 2), new Resume(41, Map.of()), learner);
        loop.observe(0, 7, Transitions.number(1));
        loop.passed(3, 99);
        Snapshot snapshot = loop.observe(1, 12, Transitions.number(2)).orElseThrow();
        assertThat(snapshot.id()).isEqualTo("leaven/42");
        assertThat(snapshot.createdAt()).isEqualTo(NOW);
        assertThat(snapshot.algorithm()).isEqualTo("fake");
        assertThat(snapshot.catalogueHash()).isEqualTo(CATALOGUE.hash());
        assertThat(snapshot.encoder()).isEqualTo(StateEncoder.paper());
        assertThat(snapshot.epsilon()).isEqualTo(.995 * .995);
        assertThat(snapshot.provenance().positions()).isEqualTo(Map.of(0, 8L, 1, 13L, 3, 100L));
        assertThat(snapshot.provenance().gradientSteps()).isEqualTo(2);
        assertThat(snapshot.provenance().transitions()).isEqualTo(2);
        assertThat(snapshot.provenance().settings()).containsEntry("trainer.preset", "paper");
        assertThat(snapshot.evaluation()).containsEntry("loss", .5).containsEntry("meanMaxQ", 2.0);
        new SnapshotCodec().decode(new SnapshotCodec().encode(snapshot), CATALOGUE);
    }

    @Test
    void whenEverythingIsReadWhatWasLearnedIsPublishedOnce() throws Exception {
        TrainerLoop loop = loop(settings(1, 1, 1_000), Resume.fresh(), learner);
        assertThat(loop.caughtUp()).isEmpty();
        loop.observe(0, 0, Transitions.number(0));
        assertThat(loop.caughtUp()).isPresent();
        assertThat(loop.caughtUp()).isEmpty();
        assertThat(loop.finish()).isEmpty();
    }

    @Test
    void afterARestartNothingWorseThanTheNewestSnapshotIsPublished() throws Exception {
        TrainerLoop loop = loop(settings(1, 1, 5), new Resume(3, Map.of(0, 20L, 1, 2L)), learner);
        for (int offset = 0; offset < 20; offset++) {
            assertThat(loop.observe(0, offset, Transitions.number(offset))).isEmpty();
        }
        assertThat(loop.finish()).isEmpty();
        loop.passed(1, 0);
        Snapshot snapshot = loop.observe(1, 1, Transitions.number(21)).orElseThrow();
        assertThat(snapshot.version()).isEqualTo(4);
        assertThat(snapshot.provenance().transitions()).isEqualTo(21);
    }

    @Test
    void afterARestartTheEndOfTheTopicIsEnough() throws Exception {
        TrainerLoop loop = loop(settings(1, 1, 5), new Resume(3, Map.of(0, 20L)), learner);
        loop.observe(0, 3, Transitions.number(1));
        assertThat(loop.caughtUp()).map(Snapshot::version).contains(4L);
    }

    @Test
    void aLossThatIsNotFiniteStopsLearningAndPublishing() throws Exception {
        assertStops(new FakeLearner(25, false));
    }

    @Test
    void weightsThatAreNotFiniteStopLearningAndPublishing() throws Exception {
        assertStops(new FakeLearner(25, true));
    }

    private static void assertStops(FakeLearner sick) throws RefusedTransitionException {
        TrainerLoop loop = loop(settings(1, 1, 10), Resume.fresh(), sick);
        List<Long> versions = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            loop.observe(0, n, Transitions.number(n)).ifPresent(snapshot -> versions.add(snapshot.version()));
        }
        assertThat(versions).containsExactly(1L, 2L);
        assertThat(loop.caughtUp()).isEmpty();
        assertThat(loop.finish()).isEmpty();
        assertThat(sick.steps).isEqualTo(25);
        LoopStatus status = loop.status();
        assertThat(status.divergence())
                .hasValueSatisfying(why -> assertThat(why).contains("24 gradient steps"));
        assertThat(status.gradientSteps()).isEqualTo(24);
        assertThat(status.transitions()).isEqualTo(100);
        assertThat(status.version()).isEqualTo(2);
    }

    @Test
    void aRealLearnerThatDivergesIsStopped() throws Exception {
        DqnSettings wild = new DqnSettings.Builder()
                .hidden(List.of(24))
                .gamma(.99)
                .batchSize(4)
                .learningRate(LearningRate.constant(1e30))
                .build();
        TrainerLoop loop = loop(settings(1, 1, 1_000), Resume.fresh(), DqnLearner.create(wild, 8, 10, 1));
        try (loop) {
            for (int n = 0; n < 50; n++) {
                loop.observe(0, n, Transitions.number(n));
            }
            assertThat(loop.status().divergence()).isPresent();
            assertThat(loop.caughtUp()).isEmpty();
        }
    }

    @Test
    void aRefusedTransitionCountsForNothingButItsPosition() throws Exception {
        TrainerLoop loop = loop(settings(1, 1, 1), Resume.fresh(), learner);
        Transition bad = Transitions.number(1);
        bad.setCatalogueHash("0123456789abcdef");
        assertThatExceptionOfType(RefusedTransitionException.class).isThrownBy(() -> loop.observe(0, 5, bad));
        assertThat(learner.steps).isZero();
        assertThat(loop.status().transitions()).isZero();
        Snapshot snapshot = loop.observe(0, 6, Transitions.number(2)).orElseThrow();
        assertThat(snapshot.provenance().transitions()).isEqualTo(1);
        assertThat(snapshot.provenance().positions()).isEqualTo(Map.of(0, 7L));
    }

    @Test
    void theSameTransitionsGiveTheSameWeights() throws Exception {
        float[] first = weightsAfter(2_000, 1);
        assertThat(weightsAfter(2_000, 1)).isEqualTo(first);
        assertThat(weightsAfter(2_000, 2)).isNotEqualTo(first);
    }

    private static float[] weightsAfter(int transitions, long seed) throws RefusedTransitionException {
        LoopSettings settings =
                new LoopSettings("leaven", seed, 100, .2, 1_000_000, 0, 1e6, ExplorationSchedule.paper(), 0, Map.of());
        try (TrainerLoop loop =
                loop(settings, Resume.fresh(), DqnLearner.create(DqnSettings.paper(), 8, CATALOGUE.size(), seed))) {
            for (int n = 0; n < transitions; n++) {
                loop.observe(n % 3, n, Transitions.number(n));
            }
            return loop.finish().orElseThrow().parameters();
        }
    }

    /** The first steps of many customers end no return over three yet. */
    @Test
    void waitsForTheFirstReturns() throws Exception {
        Experience experience =
                new Experience(StateFeature.PAPER, CATALOGUE.size(), ExperienceSettings.of(100, 3, .9, 0, 0));
        try (TrainerLoop loop = new TrainerLoop(
                settings(1, 1, 1),
                Resume.fresh(),
                CATALOGUE,
                Optional.of(StateEncoder.paper()),
                learner,
                experience,
                Optional.empty(),
                Optional.empty(),
                Clock.fixed(NOW, ZoneOffset.UTC))) {
            loop.observe(0, 0, Transitions.of("c1", 1, Tier.NONE, 0, 1, Tier.NONE, false));
            assertThat(loop.status().gradientSteps()).isZero();
            loop.observe(0, 1, Transitions.of("c1", 2, Tier.NONE, 0, 1, Tier.NONE, true));
            assertThat(loop.status().gradientSteps()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsLearnedFromHeldOutCustomersAndSnapshotsAreJudged() throws Exception {
        LiveSnapshot live = new LiveSnapshot();
        live.put(GateWorld.always(GateWorld.GOOD, 7));
        SnapshotGate gate = new SnapshotGate(
                new GateSettings(.3, 400, 100, 5, .9, 100, 5), 1, CATALOGUE, StateFeature.PAPER, 1, live);
        List<Snapshot> snapshots = new ArrayList<>();
        try (TrainerLoop loop = new TrainerLoop(
                settings(1, 1, 2_000),
                new Resume(7, Map.of()),
                CATALOGUE,
                Optional.of(StateEncoder.paper()),
                learner,
                new Experience(StateFeature.PAPER, CATALOGUE.size(), ExperienceSettings.plain(10_000)),
                Optional.empty(),
                Optional.of(gate),
                Clock.fixed(NOW, ZoneOffset.UTC))) {
            long offset = 0;
            for (Transition transition : GateWorld.log(1_000, 3)) {
                loop.observe(0, offset++, transition).ifPresent(snapshots::add);
            }
            LoopStatus status = loop.status();
            assertThat(status.gate().heldOut()).isBetween(1_000L, 1_400L);
            assertThat(status.transitions()).isEqualTo(4_000 - status.gate().heldOut());
            assertThat(status.memory()).isEqualTo((int) status.transitions());
            assertThat(learner.steps).isEqualTo(status.transitions());
            assertThat(status.gate().refused()).isEqualTo(1);
            assertThat(status.gate().live()).contains("leaven/7");
        }
        // The fake learner's weights are all 0: it always chooses action 0, which pays nothing.
        assertThat(snapshots).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.id()).isEqualTo("leaven/8");
            assertThat(snapshot.isRefused()).isTrue();
            assertThat(snapshot.evaluation()).containsKeys("loss", "gate.gain");
        });
    }

    @Test
    void closesItsLearner() {
        loop(settings(1, 1, 1), Resume.fresh(), learner).close();
        assertThat(learner.closed).isTrue();
    }

    private static LoopSettings settings(long warmup, double updatesPerTransition, long interval) {
        return new LoopSettings(
                "leaven",
                1,
                warmup,
                updatesPerTransition,
                interval,
                0,
                1e6,
                ExplorationSchedule.paper(),
                0,
                Map.of("trainer.preset", "paper"));
    }

    private static TrainerLoop loop(LoopSettings settings, Resume resume, Learner learner) {
        return new TrainerLoop(
                settings,
                resume,
                CATALOGUE,
                Optional.of(StateEncoder.paper()),
                learner,
                new Experience(StateFeature.PAPER, CATALOGUE.size(), ExperienceSettings.plain(10_000)),
                Optional.empty(),
                Optional.empty(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
