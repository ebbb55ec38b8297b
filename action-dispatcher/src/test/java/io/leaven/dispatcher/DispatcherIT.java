package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.UserError;
import io.leaven.dispatcher.decision.Snapshots;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DispatcherIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final NetworkSpec NETWORK = NetworkSpec.of(8, 24, 24, 10);
    private static final String CATALOGUE = ActionCatalogue.standard().hash();

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void everyRequestHasOneDecisionAndEveryPoisonOneDeadLetter() {
        try (World world = new World(platform, "once", Map.of());
                DispatcherApp app = world.app(Map.of())) {
            List<DecisionRequest> requests = new RandomRequests(1).list(3_000);
            world.send(requests.subList(0, 1_500));
            world.sendPoison(30);
            app.start();
            world.send(requests.subList(1_500, 3_000));
            awaitRequests(app, 3_030);
            end(app);

            assertOneDecisionEach(world, requests);
            List<Decision> messages = world.committed(Topics.DECISIONS).stream()
                    .filter(decision -> decision.getAction() > 0)
                    .toList();
            assertThat(world.committed(Topics.ACTIONS))
                    .extracting(MessageAction::getActionId)
                    .containsExactlyInAnyOrderElementsOf(
                            messages.stream().map(Decision::getDecisionId).toList());
            assertThat(world.committed(Topics.DEAD_LETTERS))
                    .hasSize(30)
                    .allSatisfy(letter -> assertThat(letter.getSourceTopic()).isEqualTo("once.decision-requests"));
            assertThat(app.status())
                    .isEqualTo(new DispatcherStatus(3_030, 3_000, messages.size(), 30, Optional.empty(), 0, 0, 0));
        }
    }

    @Test
    void restartsAndRebalancesInTheMiddleKeepItExactlyOnce() {
        Map<String, String> small = Map.of(DispatcherSettings.BATCH_MAX_RECORDS, "50");
        try (World world = new World(platform, "restart", small)) {
            List<DecisionRequest> requests = new RandomRequests(2).list(6_000);
            world.send(requests);
            try (DispatcherApp first = world.app(Map.of())) {
                first.start();
                awaitRequests(first, 500);
            }
            try (DispatcherApp second = world.app(Map.of());
                    DispatcherApp third = world.app(Map.of(DispatcherSettings.THREADS, "2"))) {
                second.start();
                awaitRequests(second, 300);
                third.start();
                await().atMost(LONG).until(() -> second.status().requests() >= 1_000);
                end(second);
                awaitDecisions(world, 6_000);
            }
            assertOneDecisionEach(world, requests);
        }
    }

    @Test
    void newGroupProtocolWorks() {
        try (World world = new World(platform, "kip848", Map.of("kafka.group.protocol", "consumer"));
                DispatcherApp app = world.app(Map.of())) {
            List<DecisionRequest> requests = new RandomRequests(4).list(500);
            world.send(requests);
            app.start();
            awaitRequests(app, 500);
            end(app);
            assertOneDecisionEach(world, requests);
        }
    }

    @Test
    void crashBetweenSendAndCommitLeavesNothingVisible() {
        Map<String, String> named = Map.of(DispatcherSettings.INSTANCE_ID, "east");
        try (World world = new World(platform, "crash", named)) {
            List<DecisionRequest> requests = new RandomRequests(5).list(400);
            world.send(requests);
            Producer<byte[], byte[]> crashed = crashAfterSending(world, requests.subList(0, 100));
            try (DispatcherApp app = world.app(Map.of())) {
                app.start();
                awaitRequests(app, 400);
                assertThatThrownBy(crashed::commitTransaction).isInstanceOf(ProducerFencedException.class);
            } finally {
                crashed.close(Duration.ZERO);
            }
            assertOneDecisionEach(world, requests);
        }
    }

    /** What is left on the broker by a dispatcher that dies with its decisions written but not committed. */
    private static Producer<byte[], byte[]> crashAfterSending(World world, List<DecisionRequest> requests) {
        Producer<byte[], byte[]> producer = world.connection.rawProducer(
                "crashing",
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        world.settings(Map.of()).transactionalId(0, 1)));
        producer.initTransactions();
        producer.beginTransaction();
        for (DecisionRequest request : requests) {
            Decision decision = new Decision(
                    request.getDecisionId(),
                    request.getCustomerId(),
                    request.getStep(),
                    request.getRequestedAt(),
                    0,
                    null,
                    null,
                    0.0,
                    0.0,
                    1.0,
                    List.of(1.0),
                    null,
                    List.of(),
                    DecisionGroup.AGENT,
                    "crashed",
                    null,
                    CATALOGUE,
                    null,
                    0.0,
                    null);
            producer.send(world.connection.record(Topics.DECISIONS, request.getCustomerId(), decision, null));
        }
        producer.flush();
        return producer;
    }

    @Test
    void dispatcherWhoseNameIsTakenOverSaysSo() {
        Map<String, String> named = Map.of(DispatcherSettings.INSTANCE_ID, "west");
        try (World world = new World(platform, "taken", named);
                DispatcherApp old = world.app(Map.of());
                DispatcherApp young = world.app(Map.of())) {
            old.start();
            world.send(new RandomRequests(6).list(50));
            awaitRequests(old, 50);
            young.start();
            await().atMost(LONG).until(() -> {
                world.send(new RandomRequests(6).list(20));
                return old.failure().isPresent();
            });
            assertThat(old.failure().orElseThrow())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("'west'")
                    .hasMessageContaining(DispatcherSettings.INSTANCE_ID);
            assertThat(young.failure()).isEmpty();
        }
    }

    @Test
    void newestGoodSnapshotDecidesWithoutARestart() {
        try (World world = new World(platform, "swap", Map.of());
                DispatcherApp app = world.app(Map.of())) {
            publish(world, Snapshots.random("dqn", 1, NETWORK, CATALOGUE, .1));
            app.start();
            assertThat(app.status().snapshot()).contains("dqn/1");
            List<DecisionRequest> requests = new RandomRequests(7).list(900);
            world.send(requests.subList(0, 300));
            awaitRequests(app, 300);

            publish(world, Snapshots.random("dqn", 2, NetworkSpec.of(8, 16, 10), CATALOGUE, .1));
            await().atMost(LONG).until(() -> app.status().snapshot().equals(Optional.of("dqn/2")));
            world.send(requests.subList(300, 600));
            awaitRequests(app, 600);

            publish(world, Snapshots.random("dqn", 3, NETWORK, "0123456789abcdef", .1));
            Snapshot broken = Snapshots.random("dqn", 4, NETWORK, CATALOGUE, .1);
            broken.parameters()[5] = Float.NaN;
            publish(world, broken);
            await().atMost(LONG).until(() -> app.status().snapshotsRefused() == 2);
            world.send(requests.subList(600, 900));
            awaitRequests(app, 900);
            end(app);

            assertOneDecisionEach(world, requests);
            Map<String, String> snapshots = world.committed(Topics.DECISIONS).stream()
                    .collect(Collectors.toMap(Decision::getDecisionId, Decision::getSnapshot));
            assertThat(ids(requests.subList(0, 300)).map(snapshots::get)).containsOnly("dqn/1");
            assertThat(ids(requests.subList(300, 900)).map(snapshots::get)).containsOnly("dqn/2");
            assertThat(world.committed(Topics.DEAD_LETTERS))
                    .extracting(DeadLetter::getSourceTopic, DeadLetter::getSourceOffset)
                    .containsExactly(tuple("swap.agent-snapshots", 2L), tuple("swap.agent-snapshots", 3L));
            assertThat(app.status().snapshot()).contains("dqn/2");
        }
    }

    @Test
    void aSnapshotThatTheGateRefusedNeverDecidesNotAfterAStartEither() {
        try (World world = new World(platform, "gated", Map.of())) {
            publish(world, Snapshots.random("dqn", 1, NETWORK, CATALOGUE, 0));
            List<DecisionRequest> requests = new RandomRequests(9).list(600);
            world.send(requests.subList(0, 200));
            try (DispatcherApp app = world.app(Map.of())) {
                app.start();
                awaitRequests(app, 200);
                publish(world, Snapshots.refused(Snapshots.random("dqn", 2, NETWORK, CATALOGUE, 0)));
                await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                world.send(requests.subList(200, 400));
                awaitRequests(app, 400);
                assertThat(app.status().snapshotsRefused()).isZero();
            }
            world.send(requests.subList(400, 600));
            try (DispatcherApp app = world.app(Map.of())) {
                app.start();
                awaitRequests(app, 200);
                assertThat(app.status().snapshot()).contains("dqn/1");
            }
            assertOneDecisionEach(world, requests);
            assertThat(world.committed(Topics.DECISIONS))
                    .extracting(Decision::getSnapshot)
                    .containsOnly("dqn/1");
            assertThat(world.committed(Topics.DEAD_LETTERS)).isEmpty();
        }
    }

    @Test
    void anotherRunDecidesTheSame() {
        List<DecisionRequest> requests = new RandomRequests(8).list(800);
        Snapshot snapshot = Snapshots.random("dqn", 1, NETWORK, CATALOGUE, .3);
        assertThat(decisions("same-a", requests, snapshot, "37"))
                .isEqualTo(decisions("same-b", requests, snapshot, "800"));
    }

    private static Map<String, Decision> decisions(
            String name, List<DecisionRequest> requests, Snapshot snapshot, String batch) {
        try (World world = new World(platform, name, Map.of(DispatcherSettings.BATCH_MAX_RECORDS, batch));
                DispatcherApp app = world.app(Map.of(DispatcherSettings.GROUP_HOLDOUT_SHARE, "0.1"))) {
            publish(world, snapshot);
            world.send(requests);
            app.start();
            awaitRequests(app, requests.size());
            return world.committed(Topics.DECISIONS).stream()
                    .collect(Collectors.toMap(Decision::getDecisionId, decision -> decision));
        }
    }

    @Test
    void missingTopicsAreAnErrorThatSaysWhatToDo() {
        try (World world = new World(platform, "made", Map.of("topic.prefix", "never-made."))) {
            try (Admin admin = world.connection.admin()) {
                new TopicAdmin(admin, "never-made.").delete();
            }
            try (DispatcherApp app = world.app(Map.of())) {
                assertThatThrownBy(app::start)
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining("leaven topics create");
            }
        }
    }

    private static void publish(World world, Snapshot snapshot) {
        String key = SnapshotCodec.key(snapshot.agent(), snapshot.version());
        world.send(Stream.of(
                world.connection.record(Topics.AGENT_SNAPSHOTS, key, new SnapshotCodec().encode(snapshot), null)));
    }

    /** Ends the app before the test looks at what it left. */
    private static void end(DispatcherApp app) {
        app.close();
    }

    private static void awaitRequests(DispatcherApp app, long requests) {
        await().atMost(LONG).until(() -> {
            assertThat(app.failure()).isEmpty();
            return app.status().requests() >= requests;
        });
    }

    private static void awaitDecisions(World world, int decisions) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> world.committed(Topics.DECISIONS).size() >= decisions);
    }

    private static void assertOneDecisionEach(World world, List<DecisionRequest> requests) {
        assertThat(world.committed(Topics.DECISIONS))
                .extracting(Decision::getDecisionId)
                .containsExactlyInAnyOrderElementsOf(ids(requests).toList());
    }

    private static Stream<String> ids(List<DecisionRequest> requests) {
        return requests.stream().map(DecisionRequest::getDecisionId);
    }
}
