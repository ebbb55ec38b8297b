package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.SnapshotOrders;
import io.leaven.agent.network.QNetwork;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.leaven.trainer.config.GateConfig;
import io.leaven.trainer.gate.GateWorld;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import picocli.CommandLine;

class TrainerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Platform platform;

    private Connection connection;
    private String prefix;

    @BeforeAll
    static void startPlatform() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stopPlatform() {
        platform.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT) + ".";
        connection = new Connection(new ConnectionSettings(source(Map.of()))).check();
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, prefix).create(new TopicAdmin.Layout(3, (short) 1));
        }
    }

    @AfterEach
    void closeConnection() {
        connection.close();
    }

    @Test
    void transitionsGoInAndSnapshotsComeOut() throws Exception {
        produce(0, 3_000);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (TrainerApp app = app(registry, Map.of())) {
            app.start();
            awaitTransitions(app, 3_000);
            await().atMost(PATIENCE).until(() -> !snapshots().isEmpty());
            produce(3_000, 4_000);
            awaitTransitions(app, 4_000);
            await().atMost(PATIENCE).until(() -> last(snapshots()).provenance().transitions() == 4_000);

            TrainerStatus status = app.status();
            assertThat(status.learning().gradientSteps()).isEqualTo(800);
            assertThat(status.learning().memory()).isEqualTo(4_000);
            assertThat(status.refused()).isZero();
            assertThat(registry.get(TrainerMetric.GRADIENT_STEPS.id())
                            .functionCounter()
                            .count())
                    .isEqualTo(800);
            for (TrainerMetric metric : TrainerMetric.values()) {
                assertThat(registry.find(metric.id()).meter()).as(metric.id()).isNotNull();
            }
            assertThat(registry.get(TrainerMetric.TD_ERROR.id()).gauge().value())
                    .isPositive();
            assertThat(registry.get(TrainerMetric.GRADIENT_NORM.id()).gauge().value())
                    .isPositive();
            assertThat(registry.get(TrainerMetric.STALENESS.id()).gauge().value())
                    .isZero();
            assertThat(app.failure()).isEmpty();
        }
        List<Snapshot> snapshots = snapshots();
        for (int i = 0; i < snapshots.size(); i++) {
            assertThat(snapshots.get(i).version()).isEqualTo(i + 1);
        }
        Snapshot newest = last(snapshots);
        assertThat(newest.network().layers()).containsExactly(8, 24, 24, 10);
        assertThat(newest.epsilon()).isEqualTo(ExplorationSchedule.paper().epsilon(800));
        assertThat(newest.provenance().positions().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(4_000);
        try (QNetwork network = new QNetwork(newest.network(), newest.parameters())) {
            assertThat(network.qValues(
                            newest.encoder().encode(Transitions.number(1).getState())))
                    .hasSize(10);
        }
    }

    @Test
    void aRestartContinuesTheVersionsAndLearnsAgain() throws Exception {
        produce(0, 2_000);
        long version;
        try (TrainerApp app = app(new SimpleMeterRegistry(), Map.of(TrainerSettings.SNAPSHOT_INTERVAL_UPDATES, "50"))) {
            app.start();
            awaitTransitions(app, 2_000);
            await().atMost(PATIENCE)
                    .until(() -> !snapshots().isEmpty()
                            && last(snapshots()).provenance().transitions() == 2_000);
        }
        version = last(snapshots()).version();
        produce(2_000, 2_500);
        try (TrainerApp app = app(new SimpleMeterRegistry(), Map.of(TrainerSettings.SNAPSHOT_INTERVAL_UPDATES, "50"))) {
            app.start();
            awaitTransitions(app, 2_500);
            await().atMost(PATIENCE).until(() -> last(snapshots()).provenance().transitions() == 2_500);
        }
        List<Snapshot> all = snapshots();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).version()).isEqualTo(i + 1);
        }
        assertThat(all.subList((int) version, all.size()))
                .isNotEmpty()
                .allSatisfy(snapshot ->
                        assertThat(snapshot.provenance().transitions()).isGreaterThanOrEqualTo(2_000));
    }

    @Test
    void aWorseSnapshotIsPublishedButNeverGoesLiveAndARestartKeepsTheLiveOne() throws Exception {
        // Fifty gradient steps do not teach a network that large discounts alone pay; the live one knows.
        Map<String, String> gated = Map.of(
                GateConfig.SHARE,
                ".3",
                TrainerSettings.WARMUP_TRANSITIONS,
                "2500",
                TrainerSettings.UPDATES_PER_TRANSITION,
                ".01");
        publish(GateWorld.always(GateWorld.GOOD, 1));
        List<Transition> log = GateWorld.log(1_000, 3);
        produce(log.subList(0, 3_900));
        for (int run = 0; run < 2; run++) {
            long before = snapshots().size();
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            try (TrainerApp app = app(registry, gated)) {
                app.start();
                await().atMost(PATIENCE).until(() -> app.status().learning().snapshots() > 0);
                assertThat(app.failure()).isEmpty();
                assertThat(app.status().learning().gate().live()).contains("leaven/1");
                assertThat(registry.get(TrainerMetric.GATE_REFUSED.id())
                                .functionCounter()
                                .count())
                        .isPositive();
                assertThat(registry.get(TrainerMetric.GATE_GAIN_LOWER.id())
                                .gauge()
                                .value())
                        .isLessThan(-10);
            }
            List<Snapshot> all = snapshots();
            assertThat(all.subList((int) before, all.size())).isNotEmpty().allSatisfy(snapshot -> {
                assertThat(snapshot.isRefused()).isTrue();
                assertThat(snapshot.verdict().orElseThrow().getLive()).isEqualTo("leaven/1");
            });
            produce(log.subList(3_900, 4_000));
        }
    }

    @Test
    void whatIsLiveFollowsTheOrders() throws Exception {
        publish(GateWorld.always(5, 1));
        publish(GateWorld.always(GateWorld.GOOD, 2));
        produce(GateWorld.log(100, 3));
        order(SnapshotOrders.rollBack("leaven", 2, 1, "left its bands", "a dispatcher", Instant.EPOCH));
        Map<String, String> gated = Map.of(GateConfig.SHARE, ".3");
        try (TrainerApp app = app(new SimpleMeterRegistry(), gated)) {
            app.start();
            awaitLive(app, "leaven/1");
            order(SnapshotOrders.confirm("leaven", 2, "it was the season", "me", Instant.EPOCH));
            forgive("leaven", 2);
            awaitLive(app, "leaven/2");
            order(SnapshotOrders.pin("leaven", 1, "as of old", "me", Instant.EPOCH));
            awaitLive(app, "leaven/1");
            assertThat(app.failure()).isEmpty();
        }
    }

    private static void awaitLive(TrainerApp app, String id) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(app.status().learning().gate().live()).contains(id));
    }

    private void order(SnapshotOrder order) throws Exception {
        send(connection.record(Topics.SNAPSHOT_ORDERS, SnapshotOrders.key(order), order, null));
    }

    private void forgive(String agent, long version) throws Exception {
        byte[] key = SnapshotCodec.key(agent, version).getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(connection.name(Topics.SNAPSHOT_ORDERS), key, null));
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            producer.send(record).get();
        }
    }

    @Test
    void badRecordsGoToDeadLettersOnceAndTheRestGoesOn() throws Exception {
        produce(0, 100);
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            producer.send(new ProducerRecord<>(
                    connection.name(Topics.REPLAY), 1, "k".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3}));
            Transition foreign = Transitions.number(1);
            foreign.setCatalogueHash("0123456789abcdef");
            producer.send(connection.record(Topics.REPLAY, foreign.getCustomerId(), foreign, null));
        }
        produce(100, 1_500);
        for (int run = 0; run < 2; run++) {
            try (TrainerApp app = app(new SimpleMeterRegistry(), Map.of())) {
                app.start();
                awaitTransitions(app, 1_500);
                assertThat(app.status().refused()).isEqualTo(2);
                assertThat(app.failure()).isEmpty();
            }
        }
        List<DeadLetter> letters = read(Topics.DEAD_LETTERS, DeadLetter.class);
        assertThat(letters).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.getApp()).isEqualTo("trainer");
            assertThat(letter.getSourceTopic()).isEqualTo(connection.name(Topics.REPLAY));
        });
        assertThat(letters).extracting(DeadLetter::getErrorText).anyMatch(text -> text.contains("0123456789abcdef"));
    }

    @Test
    void aMissingTopicIsNamed() {
        try (Connection elsewhere =
                new Connection(new ConnectionSettings(source(Map.of("topic.prefix", "nowhere."))))) {
            TrainerApp app = new TrainerApp(
                    elsewhere, new TrainerSettings(source(Map.of())), new SimpleMeterRegistry(), Clock.systemUTC());
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> App.runUntil(new StopSignal(), app))
                    .withMessageContaining("nowhere.replay");
        }
    }

    @Test
    void theCommandTrainsUntilItIsStopped() throws Exception {
        produce(0, 1_200);
        StopSignal stop = new StopSignal();
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new TrainCommand(stop)).setOut(new PrintWriter(out));
        Thread stopper = new Thread(() -> {
            await().atMost(PATIENCE).until(() -> !snapshots().isEmpty());
            stop.raise();
        });
        stopper.start();
        int exit = command.execute(
                "--bootstrap-server",
                platform.bootstrapServers(),
                "--schema-registry-url",
                platform.registryUrl(),
                "--topic-prefix",
                prefix,
                "--preset",
                "paper",
                "--json");
        stopper.join();
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("\"transitions\":1200").contains("\"gradientSteps\":240");
    }

    private SettingsSource source(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(platform.connectionSettings());
        values.put("topic.prefix", prefix);
        values.put(TrainerSettings.PRESET, "paper");
        values.putAll(more);
        return SettingsSource.of(values);
    }

    private TrainerApp app(SimpleMeterRegistry registry, Map<String, String> more) {
        return new TrainerApp(connection, new TrainerSettings(source(more)), registry, Clock.systemUTC());
    }

    private static void awaitTransitions(TrainerApp app, long count) {
        await().atMost(PATIENCE).until(() -> {
            app.failure().ifPresent(failure -> {
                throw new AssertionError(failure);
            });
            return app.status().learning().transitions() == count
                    && app.status().caughtUp();
        });
    }

    private void produce(int from, int to) throws Exception {
        produce(IntStream.range(from, to).mapToObj(Transitions::number).toList());
    }

    private void publish(Snapshot snapshot) throws Exception {
        send(connection.record(
                Topics.AGENT_SNAPSHOTS,
                SnapshotCodec.key(snapshot.agent(), snapshot.version()),
                new SnapshotCodec().encode(snapshot),
                null));
    }

    private void produce(List<Transition> transitions) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            for (Transition transition : transitions) {
                sent.add(producer.send(connection.record(Topics.REPLAY, transition.getCustomerId(), transition, null)));
            }
        }
        for (Future<RecordMetadata> record : sent) {
            record.get();
        }
    }

    private List<Snapshot> snapshots() throws Exception {
        List<Snapshot> snapshots = new ArrayList<>();
        for (AgentSnapshot record : read(Topics.AGENT_SNAPSHOTS, AgentSnapshot.class)) {
            snapshots.add(new SnapshotCodec().decode(record, ActionCatalogue.standard()));
        }
        return snapshots;
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic, Class<V> type) {
        List<V> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("test")) {
            TopicScan.scan(
                    consumer,
                    connection.name(topic),
                    record -> values.add(connection.serdes().deserializer(type).deserialize("", record.value())),
                    read -> {});
        }
        return values;
    }

    private static Snapshot last(List<Snapshot> snapshots) {
        return snapshots.get(snapshots.size() - 1);
    }
}
