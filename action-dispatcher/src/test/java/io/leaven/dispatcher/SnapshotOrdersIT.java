package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.SnapshotOrders;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.dispatcher.decision.Snapshots;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Gender;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.SnapshotOrderKind;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which snapshot decides, on a broker: roll-backs and pins hold for every dispatcher and over restarts. */
class SnapshotOrdersIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final NetworkSpec NETWORK = NetworkSpec.of(8, 10);
    private static final int BIASES = 80;

    private static Platform platform;

    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void aBadSnapshotIsRolledBackForEveryDispatcherAndOverRestartsAndANewerGoodOneGoesLive() {
        try (World world = new World(platform, "bad", Map.of())) {
            publish(world, prefers(1, 0, 10));
            try (DispatcherApp one = world.app(Map.of());
                    DispatcherApp other = world.app(Map.of())) {
                one.start();
                other.start();
                publish(world, prefers(2, 0, 12));
                awaitLive("dqn/2", one, other);
                ask(world, 800);
                awaitOrder(world, SnapshotOrderKind.CONFIRM, 2);

                publish(world, prefers(3, 6, 12));
                awaitLive("dqn/3", one, other);
                ask(world, 800);
                SnapshotOrder order = awaitOrder(world, SnapshotOrderKind.ROLL_BACK, 3);
                assertThat(order.getBackTo()).isEqualTo(2);
                assertThat(order.getReason())
                        .contains("compared with dqn/2")
                        .contains("the share of action")
                        .contains("0.50 is allowed");
                assertThat(order.getOrderedBy()).startsWith("dispatcher ");
                awaitLive("dqn/2", one, other);
                assertThat(one.status().snapshotsRolledBack() + other.status().snapshotsRolledBack())
                        .isPositive();
            }
            try (DispatcherApp restarted = world.app(Map.of())) {
                restarted.start();
                assertThat(restarted.status().snapshot()).contains("dqn/2");
                publish(world, prefers(4, 0, 13));
                awaitLive("dqn/4", restarted);
                ask(world, 400);
                awaitOrder(world, SnapshotOrderKind.CONFIRM, 4);
            }
        }
    }

    @Test
    void withoutBandsNothingIsRolledBackAndNothingConfirmed() {
        Map<String, String> off = Map.of(BandSettings.BANDS, "false");
        try (World world = new World(platform, "off", off);
                DispatcherApp app = world.app(Map.of())) {
            publish(world, prefers(1, 0, 10));
            publish(world, prefers(2, 6, 1e9f));
            app.start();
            ask(world, 600);
            await().atMost(LONG).until(() -> app.status().decisions() == 600);
            assertThat(app.status().snapshot()).contains("dqn/2");
            assertThat(world.committed(Topics.SNAPSHOT_ORDERS)).isEmpty();
        }
    }

    @Test
    void peoplePinAndUnpinAndABadOrderIsADeadLetter() {
        try (World world = new World(platform, "pin", Map.of());
                DispatcherApp app = world.app(Map.of())) {
            IntStream.rangeClosed(1, 130).forEach(version -> publish(world, prefers(version, 0, 10)));
            app.start();
            assertThat(app.status().snapshot()).contains("dqn/130");
            order(world, SnapshotOrders.pin("dqn", 3, "as of old", "me", Instant.EPOCH));
            awaitLive("dqn/3", app);
            ask(world, 50);
            await().atMost(LONG).until(() -> app.status().decisions() == 50);
            world.send(Stream.of(new ProducerRecord<>(
                    world.connection.name(Topics.SNAPSHOT_ORDERS),
                    "dqn/pinned".getBytes(StandardCharsets.UTF_8),
                    new byte[] {1, 2})));
            await().atMost(LONG).until(() -> app.status().deadLetters() == 1);
            assertThat(app.status().snapshot()).contains("dqn/3");
            order(world, SnapshotOrders.unpin("dqn", 3, "enough", "me", Instant.EPOCH));
            awaitLive("dqn/130", app);
            assertThat(world.committed(Topics.DECISIONS))
                    .extracting(Decision::getSnapshot)
                    .containsOnly("dqn/3");
        }
    }

    @Test
    void aShadowDecidesInTheRecordOnly() {
        List<DecisionRequest> requests = requests(200);
        Snapshot live = prefers(1, 4, 10);
        Snapshot refused = Snapshots.refused(prefers(2, 7, 10));
        List<Decision> alone = decisions("alone", live, refused, requests, "none");
        List<Decision> shadowed = decisions("shadowed", live, refused, requests, "newest");
        assertThat(alone).allMatch(decision -> decision.getShadow() == null);
        assertThat(shadowed)
                .allSatisfy(decision ->
                        assertThat(decision.getShadow().getSnapshot()).isEqualTo("dqn/2"))
                .anyMatch(decision -> decision.getShadow().getAction() == 7);
        shadowed.forEach(decision -> decision.setShadow(null));
        assertThat(shadowed).as("all else is the same").containsExactlyInAnyOrderElementsOf(alone);
    }

    private static List<Decision> decisions(
            String name, Snapshot live, Snapshot refused, List<DecisionRequest> requests, String shadow) {
        try (World world = new World(platform, name, Map.of(BandSettings.SHADOW_VERSION, shadow));
                DispatcherApp app = world.app(Map.of())) {
            publish(world, live);
            publish(world, refused);
            app.start();
            world.send(requests);
            await().atMost(LONG).until(() -> app.status().decisions() == requests.size());
            return world.committed(Topics.DECISIONS);
        }
    }

    @Test
    void aSnapshotThatIsWorthLessThanNoMessageIsRolledBack() {
        Map<String, String> holdout =
                Map.of(DispatcherSettings.GROUP_HOLDOUT_SHARE, "0.2", BandSettings.BANDS, "false");
        try (World world = new World(platform, "lift", holdout);
                DispatcherApp app = world.app(Map.of())) {
            publish(world, prefers(1, 0, 10));
            publish(world, prefers(2, 0, 10));
            app.start();
            assertThat(app.status().snapshot()).contains("dqn/2");
            AtomicInteger customer = new AtomicInteger();
            await().atMost(LONG).pollInterval(Duration.ofMillis(300)).until(() -> {
                world.send(Stream.generate(() -> outcome(world, customer.getAndIncrement()))
                        .limit(200));
                return app.status().snapshot().equals(Optional.of("dqn/1"));
            });
            assertThat(awaitOrder(world, SnapshotOrderKind.ROLL_BACK, 2).getReason())
                    .contains("dollars a step and the holdout");
        }
    }

    /** A fifth of the customers are held out and buy for about 10 dollars, the others for about 4. */
    private static ProducerRecord<byte[], byte[]> outcome(World world, int number) {
        boolean held = number % 5 == 1;
        CustomerState state = CustomerState.newBuilder()
                .setAttributes(new CustomerAttributes(40, Gender.FEMALE, 1.0))
                .setTier(Tier.NONE)
                .setStep(0)
                .build();
        String customer = "o-" + number;
        Transition transition = Transition.newBuilder()
                .setTransitionId(customer + ":1")
                .setCustomerId(customer)
                .setStep(1)
                .setEventTime(Instant.ofEpochSecond(number))
                .setState(state)
                .setAction(0)
                .setReward(RewardLedger.newBuilder()
                        .setTicket((held ? 10.0 : 4.0) + number % 3)
                        .setRewardVersion("r")
                        .build())
                .setPurchased(true)
                .setNextState(state)
                .setTerminal(false)
                .setGroup(held ? DecisionGroup.HOLDOUT : DecisionGroup.AGENT)
                .setSnapshot(held ? null : "dqn/2")
                .build();
        return world.connection.record(Topics.REPLAY, customer, transition, null);
    }

    /** A snapshot that values one action at so much, whoever the customer, and the others hardly. */
    private static Snapshot prefers(long version, int action, float value) {
        Snapshot snapshot = Snapshots.random(
                "dqn", version, NETWORK, ActionCatalogue.standard().hash(), 0);
        for (int i = 0; i < snapshot.parameters().length; i++) {
            snapshot.parameters()[i] *= i < BIASES ? .01f : 0;
        }
        snapshot.parameters()[BIASES + action] = value;
        return snapshot;
    }

    private void ask(World world, int customers) {
        world.send(requests(customers));
    }

    /** Of customers who were not asked for before. */
    private List<DecisionRequest> requests(int customers) {
        RandomRequests source = new RandomRequests(asked.get());
        return Stream.generate(() -> source.open("c-" + asked.getAndIncrement()))
                .limit(customers)
                .toList();
    }

    private static void publish(World world, Snapshot snapshot) {
        String key = SnapshotCodec.key(snapshot.agent(), snapshot.version());
        world.send(Stream.of(
                world.connection.record(Topics.AGENT_SNAPSHOTS, key, new SnapshotCodec().encode(snapshot), null)));
    }

    private static void order(World world, SnapshotOrder order) {
        world.send(Stream.of(world.connection.record(Topics.SNAPSHOT_ORDERS, SnapshotOrders.key(order), order, null)));
    }

    private static void awaitLive(String id, DispatcherApp... apps) {
        for (DispatcherApp app : apps) {
            await(id).atMost(LONG).until(() -> {
                assertThat(app.failure()).isEmpty();
                return app.status().snapshot().equals(Optional.of(id));
            });
        }
    }

    private static SnapshotOrder awaitOrder(World world, SnapshotOrderKind kind, long version) {
        return await(kind + " " + version)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> world.committed(Topics.SNAPSHOT_ORDERS).stream()
                                .filter(order -> order.getKind() == kind && order.getVersion() == version)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
