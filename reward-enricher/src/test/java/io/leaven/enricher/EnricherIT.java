package io.leaven.enricher;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.ChannelWeights;
import io.leaven.causal.model.ModelNotes;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EnricherIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Platform platform;

    @BeforeAll
    static void open() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @Test
    void killed_and_restarted_in_the_middle_it_loses_nothing_and_duplicates_nothing() throws Exception {
        long seed = new Random().nextLong();
        int rounds = 24;
        String[] engagement = {
            EnricherSettings.REWARD_OPENED, "2",
            EnricherSettings.REWARD_CLICKED, "5",
            EnricherSettings.RECEIPT_GRACE_MS, "2000",
            EnricherSettings.HELD_MAX, Integer.toString(rounds),
            EnricherSettings.DECISION_GRACE_MS, "10000"
        };
        SettingsSource source = source("crash.", engagement);
        try (Connection connection = connection(source, 4);
                LifeStream life = new LifeStream(connection, 60, rounds, seed)) {
            TopicProbe probe = new TopicProbe(connection);
            int step = 0;

            try (EnrichProcess first =
                    EnrichProcess.start(folder.resolve("first.log"), options("crash.", engagement))) {
                for (; step < rounds / 3; step++) {
                    life.round(step);
                }
                await().atMost(PATIENCE).until(() -> probe.count(Topics.REPLAY) > 0);
                for (; step < rounds / 2; step++) {
                    life.round(step);
                }
                assertThat(first.isAlive()).isTrue();
                first.kill();
            }
            RewardEnricherApp second = app(connection, source);
            try (second) {
                second.start();
                for (; step < 2 * rounds / 3; step++) {
                    life.round(step);
                }
                await().atMost(PATIENCE).until(() -> second.status().transitions() > 0);
                life.round(step++);
            }
            assertThat(second.failure()).isEmpty();
            RewardEnricherApp third = app(connection, source);
            try (third) {
                third.start();
                for (; step <= rounds; step++) {
                    life.round(step);
                }
                Set<String> expected = life.expectedTransitions();
                await().atMost(PATIENCE).until(() -> probe.count(Topics.REPLAY) >= expected.size());
                await().atMost(PATIENCE).until(() -> probe.count(Topics.DEAD_LETTERS) >= life.bad());

                assertThat(probe.all(Topics.REPLAY))
                        .as("seed %d", seed)
                        .extracting(Transition::getTransitionId)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(expected);
                assertThat(probe.all(Topics.REPLAY))
                        .as("seed %d: every step has found its decision", seed)
                        .allMatch(transition -> transition.getPropensity() != null);
                assertThat(probe.all(Topics.DECISION_REQUESTS))
                        .as("seed %d: one request before each step", seed)
                        .extracting(DecisionRequest::getDecisionId)
                        .doesNotHaveDuplicates()
                        .isSubsetOf(expected);
                assertThat(probe.all(Topics.DEAD_LETTERS))
                        .as("seed %d", seed)
                        .extracting(letter -> letter.getSourcePartition() + "@" + letter.getSourceOffset())
                        .doesNotHaveDuplicates()
                        .hasSize(life.bad());
                assertThat(probe.all(Topics.REPLAY).stream()
                                .filter(transition -> engagement(transition) != 0)
                                .collect(toMap(Transition::getTransitionId, EnricherIT::engagement)))
                        .as("seed %d: every opening and click once, and of its own step", seed)
                        .isEqualTo(life.expectedEngagement());
                assertThat(third.status().waiting()).isZero();
                assertThat(third.status().held()).isZero();
                assertThat(third.failure()).isEmpty();
            }
        }
    }

    @Test
    void the_newest_good_causal_model_is_in_the_ledger_and_a_broken_one_among_the_dead_letters() {
        SettingsSource source = source("model.");
        try (Connection connection = connection(source, 1);
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of());
                RewardEnricherApp app = app(connection, source)) {
            ChannelWeights weights = new ChannelWeights("media-mix-7", Map.of("push", 1.25));
            ModelNotes notes = new ModelNotes(Instant.EPOCH, Map.of(), Map.of());
            producer.send(connection.record(
                    Topics.CAUSAL_MODELS,
                    CausalModelCodec.MEDIA_MIX_KEY,
                    CausalModelCodec.encode(weights, Map.of(), notes),
                    null));
            producer.send(new ProducerRecord<>(connection.name(Topics.CAUSAL_MODELS), new byte[] {1}, new byte[] {2}));
            producer.send(connection.record(Topics.CUSTOMER_EVENTS, "ann", Customers.event("ann", 0), null));
            producer.send(connection.record(Topics.DECISIONS, "ann", Customers.largePush("ann", 1), null));
            producer.send(
                    connection.record(Topics.CUSTOMER_EVENTS, "ann", Customers.purchase("ann", 1, 5, Tier.NONE), null));
            producer.flush();

            app.start();

            TopicProbe probe = new TopicProbe(connection);
            await().atMost(PATIENCE)
                    .until(() -> probe.count(Topics.REPLAY) == 1 && probe.count(Topics.DEAD_LETTERS) == 1);
            assertThat(probe.all(Topics.REPLAY).get(0).getReward().getMediaMixVersion())
                    .isEqualTo("media-mix-7");
            DeadLetter letter = probe.all(Topics.DEAD_LETTERS).get(0);
            assertThat(letter.getSourceTopic()).isEqualTo("model.causal-models");
            assertThat(letter.getSourceOffset()).isEqualTo(1);
            assertThat(app.status().deadLetters()).isEqualTo(1);
        }
    }

    @Test
    void the_command_runs_until_it_is_stopped_and_prints_what_it_did() throws Exception {
        try (Connection connection = connection(source("command."), 1);
                LifeStream life = new LifeStream(connection, 5, 2, 1)) {
            for (int step = 0; step <= 2; step++) {
                life.round(step);
            }
            StopSignal stop = new StopSignal();
            StringWriter out = new StringWriter();
            CommandLine command = new CommandLine(new EnrichCommand(stop)).setOut(new PrintWriter(out));
            List<Integer> exit = new CopyOnWriteArrayList<>();
            Thread thread = new Thread(
                    () -> exit.add(command.execute(with(options("command."), "--json", "--preset", "paper"))));
            thread.start();
            TopicProbe probe = new TopicProbe(connection);
            await().atMost(PATIENCE).until(() -> probe.count(Topics.REPLAY) == 10);
            stop.raise();
            thread.join(PATIENCE.toMillis());

            assertThat(exit).containsExactly(0);
            assertThat(out.toString()).contains("\"transitions\":10").contains("\"state\":\"NOT_RUNNING\"");
            assertThat(probe.all(Topics.REPLAY))
                    .extracting(transition -> transition.getReward().getMessageCost())
                    .containsOnly(0.0);
        }
    }

    @Test
    void missing_topics_are_named() {
        SettingsSource source = source("nowhere.", EnricherSettings.START_TIMEOUT_MS, "500");
        try (Connection connection = new Connection(ConnectionSettings.beside(EnricherSettings.DEFINITION, source));
                App app = app(connection, source)) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("nowhere.customer-events")
                    .hasMessageContaining("leaven topics create");
        }
    }

    private static double engagement(Transition transition) {
        return transition.getReward().getOpened() + transition.getReward().getClicked();
    }

    private static RewardEnricherApp app(Connection connection, SettingsSource source) {
        return new RewardEnricherApp(connection, new EnricherSettings(source), new SimpleMeterRegistry());
    }

    private static Connection connection(SettingsSource source, int partitions) {
        Connection connection = new Connection(ConnectionSettings.beside(EnricherSettings.DEFINITION, source));
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(partitions, (short) 1));
        }
        return connection;
    }

    private static SettingsSource source(String prefix, String... more) {
        return SettingsSource.of(settings(prefix, more));
    }

    private static Map<String, String> settings(String prefix, String... more) {
        Map<String, String> values = new HashMap<>(platform.connectionSettings());
        values.put(ConnectionSettings.TOPIC_PREFIX, prefix);
        values.put(EnricherSettings.STATE_DIR, folder.toString());
        values.put(SettingsSource.KAFKA + "session.timeout.ms", "6000");
        values.put(SettingsSource.KAFKA + "heartbeat.interval.ms", "1000");
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    private static String[] options(String prefix, String... more) {
        return settings(prefix, more).entrySet().stream()
                .flatMap(setting -> List.of("--set", setting.getKey() + "=" + setting.getValue()).stream())
                .toArray(String[]::new);
    }

    private static String[] with(String[] options, String... more) {
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }
}
