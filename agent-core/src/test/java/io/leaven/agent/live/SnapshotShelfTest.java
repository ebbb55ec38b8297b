package io.leaven.agent.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Provenance;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.SnapshotOutcome;
import io.leaven.schemas.SnapshotVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SnapshotShelfTest {

    private static final NetworkSpec NETWORK = NetworkSpec.of(8, 10);
    private static final Instant NOW = Instant.EPOCH;

    private final SnapshotShelf shelf = new SnapshotShelf(100);

    @Test
    void theLastThatMayDecideIsLive() {
        assertThat(shelf.live()).isEmpty();
        put(1, 2);
        shelf.put(3, refused(snapshot(3)));
        assertLive(2);
    }

    @Test
    void aRollBackHoldsForAllBetweenAndANewerOneGoesLiveAgain() {
        put(1, 2, 3, 4);
        shelf.obey(rollBack(4, 2));
        assertLive(2);
        assertThat(shelf.rollBackOf(snapshot(3)))
                .as("unproven, below a bad one")
                .isPresent();
        put(4);
        assertLive(2);
        put(5);
        assertLive(5);
        assertThat(shelf.lineup(ShadowChoice.none()).reference())
                .map(Snapshot::version)
                .contains(2L);
    }

    /** A dispatcher that starts reads them all before it decides: found by the fault suite, when it took a second each. */
    @Test
    void thousandsOfRollBacksDoNotHoldUpAStart() {
        int versions = 3_000;
        for (long version = 3; version <= versions; version++) {
            shelf.obey(rollBack(version, 2));
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> LongStream.rangeClosed(1, versions).forEach(this::put));
        assertLive(2);
        put(versions + 1);
        assertLive(versions + 1);
    }

    @Test
    void theLastGoodOneIsTheConfirmedElseTheNewestBelow() {
        put(1, 2, 3);
        assertThat(good()).contains(2L);
        shelf.obey(confirm(1));
        assertThat(good()).as("2 was never confirmed").contains(1L);
        shelf.obey(confirm(3));
        assertThat(good()).contains(2L);
        put(4);
        assertThat(good()).contains(3L);
    }

    @Test
    void whatWasConfirmedOrRolledBackToIsNotOnTrial() {
        put(1);
        assertThat(reference()).as("there is nothing to compare it with").isEmpty();
        put(2);
        assertThat(reference()).contains(1L);
        shelf.obey(confirm(2));
        assertThat(reference()).isEmpty();
        put(3, 4);
        assertThat(reference()).contains(2L);
        shelf.obey(rollBack(4, 3));
        assertLive(3);
        assertThat(reference()).isEmpty();
    }

    /** Two dispatchers see different customers: the careful one wins. */
    @Test
    void aConfirmedOneCanBeRolledBackAllTheSame() {
        put(1, 2);
        shelf.obey(rollBack(2, 1));
        shelf.obey(confirm(2));
        assertLive(1);
        assertThat(shelf.isConfirmed(snapshot(2))).isFalse();
    }

    @Test
    void aPinDecidesWhateverElseThereIs() {
        put(1, 2, 3);
        shelf.obey(rollBack(2, 1));
        shelf.obey(pin(2));
        put(4);
        assertLive(2);
        assertThat(shelf.lineup(ShadowChoice.none()).lastGood())
                .as("a person has decided")
                .isEmpty();
        shelf.obey(SnapshotOrders.unpin("dqn", 2, "enough", "me", NOW));
        assertLive(4);
    }

    @Test
    void aPinOfOneThatTheGateRefusedDecidesToo() {
        put(1);
        shelf.put(2, refused(snapshot(2)));
        shelf.obey(pin(2));
        assertLive(2);
    }

    @Test
    void aPinOfAVersionThatIsNotThereChangesNothingUntilItComes() {
        put(1, 2);
        shelf.obey(pin(7));
        assertLive(2);
        assertThat(shelf.missing()).containsExactly(new SnapshotKey("dqn", 7));
        put(7);
        assertLive(7);
        assertThat(shelf.missing()).isEmpty();
    }

    @Test
    void aRollBackThatIsTakenBackIsAsIfItHadNotBeen() {
        put(1, 2);
        shelf.obey(rollBack(2, 1));
        shelf.forgive("dqn", 2);
        assertLive(2);
    }

    @Test
    void tombstonesRemoveAllButWhatDecides() {
        put(1, 2, 3);
        shelf.remove("dqn", 1);
        shelf.remove("dqn", 3);
        assertThat(shelf.all()).extracting(Snapshot::version).containsExactly(2L, 3L);
        assertLive(3);
    }

    @Test
    void shadowIsTheNewestAboveOrTheOneThatIsNamed() {
        put(1, 2);
        assertThat(shadow("newest")).isEmpty();
        assertThat(shadow("1")).contains(1L);
        assertThat(shadow("2")).as("it decides already").isEmpty();
        shelf.put(3, refused(snapshot(3)));
        assertThat(shadow("newest")).contains(3L);
        shelf.obey(rollBack(2, 1));
        shelf.remove("dqn", 3);
        assertThat(shadow("newest")).contains(2L);
        assertThat(shadow("none")).isEmpty();
    }

    @Test
    void memoryIsBoundedAndWhatIsNeededStays() {
        SnapshotShelf small = new SnapshotShelf(3);
        small.obey(confirm(30));
        small.obey(pin(4));
        for (int version = 1; version <= 50; version++) {
            small.put(version, snapshot(version));
        }
        assertThat(small.all())
                .extracting(Snapshot::version)
                .contains(4L, 30L, 50L)
                .hasSizeLessThanOrEqualTo(3 + 3);
        assertThat(small.live().map(Snapshot::version)).contains(4L);
        small.obey(SnapshotOrders.unpin("dqn", 4, "", "me", NOW));
        small.obey(rollBack(50, 20));
        assertThat(small.missing()).contains(new SnapshotKey("dqn", 20));
        small.put(20, snapshot(20));
        assertThat(small.live().map(Snapshot::version)).contains(20L);
    }

    @Test
    void aFloodOfRefusedOnesDoesNotWashTheLiveOneAway() {
        SnapshotShelf small = new SnapshotShelf(3);
        small.put(1, snapshot(1));
        small.put(2, snapshot(2));
        for (int version = 3; version <= 50; version++) {
            small.put(version, refused(snapshot(version)));
        }
        assertThat(small.live().map(Snapshot::version)).contains(2L);
        assertThat(small.lastGood(small.live().orElseThrow()).map(Snapshot::version))
                .contains(1L);
    }

    /** However the two topics are interleaved, and after compaction: every dispatcher and every restart come to the same. */
    @Test
    void interleavingAndCompactionMakeNoDifference() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            List<Snapshot> snapshots = new ArrayList<>();
            List<SnapshotOrder> orders = new ArrayList<>();
            for (int version = 1; version <= 12; version++) {
                snapshots.add(random.nextInt(4) == 0 ? refused(snapshot(version)) : snapshot(version));
                if (random.nextBoolean()) {
                    orders.add(order(random, version));
                }
            }
            Optional<Long> one = live(snapshots, orders, random);
            assertThat(live(snapshots, orders, random)).isEqualTo(one);
            assertThat(live(snapshots, compacted(orders), random)).isEqualTo(one);
        }
    }

    private static SnapshotOrder order(Random random, int version) {
        return switch (random.nextInt(5)) {
            case 0 -> pin(1 + random.nextInt(12));
            case 1 -> SnapshotOrders.unpin("dqn", 0, "", "me", NOW);
            case 2 -> confirm(version);
            default -> rollBack(version, random.nextInt(version));
        };
    }

    private static Optional<Long> live(List<Snapshot> snapshots, List<SnapshotOrder> orders, Random random) {
        SnapshotShelf shelf = new SnapshotShelf(100);
        int s = 0;
        int o = 0;
        while (s < snapshots.size() || o < orders.size()) {
            if (o == orders.size() || s < snapshots.size() && random.nextBoolean()) {
                shelf.put(s, snapshots.get(s++));
            } else {
                shelf.obey(orders.get(o++));
            }
        }
        return shelf.live().map(Snapshot::version);
    }

    private static List<SnapshotOrder> compacted(List<SnapshotOrder> orders) {
        Map<String, Integer> last = new TreeMap<>();
        for (int i = 0; i < orders.size(); i++) {
            last.put(SnapshotOrders.key(orders.get(i)), i);
        }
        return last.values().stream().sorted().map(orders::get).toList();
    }

    private void put(long... versions) {
        for (long version : versions) {
            shelf.put(version, snapshot(version));
        }
    }

    private void assertLive(long version) {
        assertThat(shelf.live().map(Snapshot::version)).contains(version);
    }

    private Optional<Long> good() {
        return shelf.lastGood(shelf.live().orElseThrow()).map(Snapshot::version);
    }

    private Optional<Long> reference() {
        return shelf.lineup(ShadowChoice.none()).reference().map(Snapshot::version);
    }

    private Optional<Long> shadow(String choice) {
        return shelf.lineup(ShadowChoice.parse(choice)).shadow().map(Snapshot::version);
    }

    private static Snapshot snapshot(long version) {
        return new Snapshot(
                "dqn",
                version,
                NOW,
                "dqn",
                NETWORK,
                StateEncoder.paper(),
                ActionCatalogue.standard().hash(),
                new float[NETWORK.parameterCount()],
                0,
                new Provenance(1, 2, 3, Map.of(), Map.of()),
                Map.of());
    }

    /** The same, held back by the trainer's gate. */
    private static Snapshot refused(Snapshot snapshot) {
        SnapshotVerdict verdict = SnapshotVerdict.newBuilder()
                .setOutcome(SnapshotOutcome.REFUSED)
                .setReason("worse")
                .setLevel(.9)
                .setMargin(10)
                .build();
        return snapshot.judged(verdict, Map.of());
    }

    private static SnapshotOrder pin(long version) {
        return SnapshotOrders.pin("dqn", version, "a reason", "me", NOW);
    }

    private static SnapshotOrder confirm(long version) {
        return SnapshotOrders.confirm("dqn", version, "a reason", "me", NOW);
    }

    private static SnapshotOrder rollBack(long version, long to) {
        return SnapshotOrders.rollBack("dqn", version, to, "a reason", "me", NOW);
    }
}
