package io.leaven.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.ExperimentPlan;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.stream.MediaPlan;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.MediaProfile;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldProfile;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The generator against a real broker and registry; every test has topics of its own. */
class GenerateIT {

    private static final long SEED = 42;
    private static final WorldProfile PAPER = WorldProfiles.paper();
    private static final AtomicLong TESTS = new AtomicLong();

    private static Platform platform;

    private final String prefix = "test" + TESTS.incrementAndGet() + ".";
    private Connection connection;
    private GeneratorApp app;

    private record Read<V>(String key, long timestamp, V value) {}

    @BeforeAll
    static void startPlatform() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stopPlatform() {
        platform.close();
    }

    @BeforeEach
    void connect() {
        connection = new Connection(new ConnectionSettings(source(Map.of())));
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, prefix).create(new TopicAdmin.Layout(3, (short) 1));
        }
        app = app(Map.of(GeneratorSettings.DECISION_TIMEOUT_MS, "20000"));
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void aLogIsOneEventAStepAndEnrolmentAndOneDecisionAStep() {
        GeneratorSummary summary =
                app.log(CustomerPlan.log(PAPER, SEED, 40, 10), LoggingPolicy.RANDOM, control(new StopSignal()));

        List<Read<CustomerEvent>> events = read(Topics.CUSTOMER_EVENTS);
        List<Read<Decision>> decisions = read(Topics.DECISIONS);
        assertThat(events).hasSize(40 * 11);
        assertThat(decisions).hasSize(40 * 10);
        assertThat(events).allSatisfy(record -> {
            assertThat(record.key).isEqualTo(record.value.getCustomerId()).startsWith("log42-");
            assertThat(record.timestamp).isEqualTo(record.value.getEventTime().toEpochMilli());
        });
        assertThat(decisions)
                .allSatisfy(record -> assertThat(record.key)
                        .isEqualTo(record.value.getCustomerId())
                        .isEqualTo(record.value.getDecisionId().replaceAll(":\\d+$", "")));
        events.stream()
                .map(Read::key)
                .distinct()
                .forEach(customer -> assertThat(events.stream()
                                .filter(record -> record.key.equals(customer))
                                .map(record -> record.value.getStep()))
                        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        assertThat(summary.events()).isEqualTo(440);
        assertThat(summary.decisions()).isEqualTo(400);
        assertThat(summary.complete()).isTrue();
        assertThat(summary.cohort().goldShareStart()).isEqualTo(.10);
    }

    @Test
    void aLoopAnsweredWithNoneIsTheInProcessRunOfNone() {
        CustomerPlan plan = CustomerPlan.loop(PAPER, SEED, 60, 12);
        GeneratorSummary summary;
        try (AnsweringDispatcher dispatcher = new AnsweringDispatcher(connection, 0)) {
            dispatcher.start();
            summary = app.loop(plan, control(new StopSignal()));
        }

        CohortSummary inProcess =
                CohortRun.run(new World(PAPER, SEED), Cohort.draw(PAPER, 60, SEED), WorldPolicies.none(), 12);
        assertThat(summary.cohort()).isEqualTo(inProcess);
        assertThat(summary.events()).isEqualTo(60 * 13);
        assertThat(summary.decisions()).isEqualTo(60 * 12);
        assertThat(read(Topics.CUSTOMER_EVENTS)).hasSize(60 * 13);
    }

    @Test
    void aDecisionThatComesWhileOthersStillEnrolIsNotMissed() {
        GeneratorSummary summary;
        try (AnsweringDispatcher dispatcher = new AnsweringDispatcher(connection, 0)) {
            dispatcher.start();
            summary = app.loop(CustomerPlan.loop(PAPER, SEED, 10, 3), RunControl.unpaced(new StopSignal(), done -> {
                if (done == 9) {
                    await().until(() -> read(Topics.DECISIONS).size() == 9);
                }
            }));
        }
        assertThat(summary.complete()).isTrue();
        assertThat(summary.decisions()).isEqualTo(30);
    }

    @Test
    void aLoopThatWasCutShortGoesOnWithTheSameCustomers() {
        CustomerPlan plan = CustomerPlan.loop(PAPER, SEED, 30, 20);
        StopSignal stop = new StopSignal();
        GeneratorSummary first;
        GeneratorSummary second;
        try (AnsweringDispatcher dispatcher = new AnsweringDispatcher(connection, 7)) {
            dispatcher.start();
            first = app.loop(plan, RunControl.unpaced(stop, done -> {
                if (done == 200) {
                    stop.raise();
                }
            }));
            second = app.resume(plan, control(new StopSignal()));
        }

        assertThat(first.complete()).isFalse();
        assertThat(second.complete()).isTrue();
        assertThat(second.cohort())
                .isEqualTo(CohortRun.run(
                        new World(PAPER, SEED), Cohort.draw(PAPER, 30, SEED), WorldPolicies.fixed(7), 20));
    }

    @Test
    void aDecisionThatCannotBeDecodedGoesToDeadLettersAndTheRestGoesOn() {
        CustomerPlan plan = CustomerPlan.loop(PAPER, SEED, 3, 4);
        GeneratorSummary summary;
        try (AnsweringDispatcher dispatcher = new AnsweringDispatcher(connection, 0)) {
            dispatcher.sendFirst("loop42-000001", new byte[] {1, 2, 3});
            dispatcher.start();
            summary = app.loop(plan, control(new StopSignal()));
        }

        assertThat(summary.complete()).isTrue();
        assertThat(summary.deadLetters()).isEqualTo(1);
        List<Read<DeadLetter>> letters = read(Topics.DEAD_LETTERS);
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).value.getSourceTopic()).isEqualTo(connection.name(Topics.DECISIONS));
        assertThat(letters.get(0).value.getApp()).isEqualTo("generator");
    }

    @Test
    void aLoopThatNobodyAnswersGivesUpAndSaysWhatToDo() {
        GeneratorApp impatient = app(Map.of(GeneratorSettings.DECISION_TIMEOUT_MS, "500"));
        assertThatThrownBy(() -> impatient.loop(CustomerPlan.loop(PAPER, SEED, 5, 3), control(new StopSignal())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no decision came for 0.5 s while 5 simulated customers wait")
                .hasMessageContaining("leaven dispatch");
    }

    @Test
    void anExperimentHasItsRowsAndMediaSpendItsWeeks() {
        RowSummary experiment = app.experiments(ExperimentPlan.of(PAPER, SEED, 25), control(new StopSignal()));
        RowSummary media = app.mediaSpend(new MediaPlan(MediaProfile.standard(), SEED, 12), control(new StopSignal()));

        List<Read<ExperimentOutcome>> rows = read(Topics.TREATMENT_EXPERIMENTS);
        List<Read<MediaSpend>> weeks = read(Topics.MEDIA_SPEND);
        assertThat(rows).hasSize(100);
        assertThat(rows).allSatisfy(record -> assertThat(record.key).isEqualTo(record.value.getCustomerId()));
        assertThat(weeks).extracting(Read::key).hasSize(12).startsWith("2023-01-02", "2023-01-09");
        assertThat(experiment.rows()).isEqualTo(100);
        assertThat(media.rows()).isEqualTo(12);
    }

    @Test
    void theCommandPrintsItsResultAsJson() throws Exception {
        StringWriter out = new StringWriter();
        int code = command(
                out,
                new StopSignal(),
                "--customers",
                "10",
                "--steps",
                "5",
                "--world",
                "realistic",
                "--seed",
                "3",
                "--json");

        assertThat(code).isZero();
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.get("events").asInt()).isEqualTo(60);
        assertThat(result.get("decisions").asInt()).isEqualTo(50);
        assertThat(result.get("world").asText()).isEqualTo("realistic");
        assertThat(result.get("cohort").get("tiersStart").get("GOLD").asInt()).isEqualTo(1);
        assertThat(read(Topics.CUSTOMER_EVENTS)).extracting(Read::key).contains("log3-000009");
    }

    @Test
    void aStopEndsAnEndlessCommandCleanly() throws InterruptedException {
        StopSignal stop = new StopSignal();
        StringWriter out = new StringWriter();
        Thread command = new Thread(() ->
                command(out, stop, "--customers", "20", "--steps", "5", "--continuous", "--customer-prefix", "c"));
        command.start();
        awaitEvents(400);
        stop.raise();
        command.join(10_000);

        assertThat(command.isAlive()).isFalse();
        assertThat(read(Topics.CUSTOMER_EVENTS)).extracting(Read::key).contains("c42-000000", "c43-000019");
    }

    @Test
    void misuseOfTheCommandIsExplained() {
        assertThat(command(new StringWriter(), new StopSignal(), "custmers")).isEqualTo(2);
        assertThat(command(new StringWriter(), new StopSignal(), "--mode", "lop"))
                .isEqualTo(2);
        assertThat(command(new StringWriter(), new StopSignal(), "--resume")).isEqualTo(2);
        assertThat(command(new StringWriter(), new StopSignal(), "media-spend", "--continuous"))
                .isEqualTo(2);
        assertThat(command(new StringWriter(), new StopSignal(), "--world", "papr"))
                .isEqualTo(1);
        assertThat(command(new StringWriter(), new StopSignal(), "--rate", "-1"))
                .isEqualTo(2);
        assertThat(command(new StringWriter(), new StopSignal(), "--policy", "histric"))
                .isEqualTo(2);
        assertThat(command(new StringWriter(), new StopSignal(), "--customers", "0"))
                .isEqualTo(1);
    }

    private int command(StringWriter out, StopSignal stop, String... args) {
        List<String> all = new ArrayList<>(List.of(
                "--bootstrap-server", platform.bootstrapServers(),
                "--schema-registry-url", platform.registryUrl(),
                "--topic-prefix", prefix));
        all.addAll(List.of(args));
        return new CommandLine(new GenerateCommand(stop))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(all.toArray(String[]::new));
    }

    private void awaitEvents(int atLeast) {
        await().until(() -> read(Topics.CUSTOMER_EVENTS).size() >= atLeast);
    }

    private GeneratorApp app(Map<String, String> settings) {
        return new GeneratorApp(
                connection, new GeneratorSettings(source(settings)), Clock.systemUTC(), new SimpleMeterRegistry());
    }

    private SettingsSource source(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(platform.connectionSettings());
        values.put(ConnectionSettings.TOPIC_PREFIX, prefix);
        values.putAll(more);
        return SettingsSource.of(values);
    }

    private static RunControl control(StopSignal stop) {
        return RunControl.unpaced(stop, done -> {});
    }

    private <V extends SpecificRecord> List<Read<V>> read(Topic<V> topic) {
        Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType());
        List<Read<V>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("test-reader")) {
            TopicScan.scan(
                    consumer, connection.name(topic), record -> found.add(read(record, deserializer)), count -> {});
        }
        return found;
    }

    private static <V> Read<V> read(ConsumerRecord<byte[], byte[]> record, Deserializer<V> deserializer) {
        return new Read<>(
                new String(record.key(), StandardCharsets.UTF_8),
                record.timestamp(),
                deserializer.deserialize(record.topic(), record.value()));
    }
}
