package io.leaven.causal.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.uplift.ArmEvaluation;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.world.Bakery;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The fit against a real broker and registry. Each test has topics of its own, by prefix. */
class FitIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:15:00.123Z"), ZoneOffset.UTC);
    private static final List<Bakery.Row> EXPERIMENT = Bakery.PAPER.experiment(3_000, 1);

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
    void publishesAVersionedModelThatFindsTheEffects() throws Exception {
        try (Connection connection = topics("fits.")) {
            write(connection, EXPERIMENT);
            MeterRegistry metrics = new SimpleMeterRegistry();
            UpliftFitResult result = fit(connection, metrics, Map.of()).fitAndPublish(new StopSignal());
            assertThat(result.rowsByArm())
                    .isEqualTo(Map.of("none", 3_000, "ad", 3_000, "small", 3_000, "large", 3_000));
            assertThat(result.rows()).isEqualTo(12_000);
            assertThat(result.refused()).isZero();
            assertThat(metrics.get("leaven.causal.rows").counter().count()).isEqualTo(12_000);
            for (ArmEvaluation arm : result.arms()) {
                double truth = meanTruth(arm.arm());
                assertThat(arm.ate().lower()).as("%s", arm).isLessThan(truth);
                assertThat(arm.ate().upper()).as("%s", arm).isGreaterThan(truth);
                assertThat(arm.qini()).as("%s", arm).isPositive();
            }

            Map<String, CausalModel> models = read(connection, Topics.CAUSAL_MODELS);
            assertThat(models).containsOnlyKeys("uplift");
            CausalModel record = models.get("uplift");
            assertThat(record.getVersion())
                    .isEqualTo("uplift-20261123T101500.123Z")
                    .isEqualTo(result.version());
            assertThat(record.getProvenance()).containsEntry("rows", "12000").containsEntry("causal.seed", "1");
            assertThat(record.getDiagnostics()).containsKeys("ad.qini", "small.ate", "large.auuc");
            CateModel model = CausalModelCodec.uplift(record);
            Bakery.Customer gold = new Bakery.Customer(38, 1, 4.2, 3);
            Bakery.Customer silver = new Bakery.Customer(38, 1, 4.2, 2);
            assertThat(model.cate(silver.features(10), "large")).isGreaterThan(1);
            assertThat(model.cate(gold.features(10), "large")).isLessThan(0);
        }
    }

    @Test
    void theSameRowsInAnotherOrderGiveTheSameModel() throws Exception {
        List<CausalModel> models = new ArrayList<>();
        List<Bakery.Row> rows = new ArrayList<>(EXPERIMENT);
        for (String prefix : List.of("order1.", "order2.")) {
            try (Connection connection = topics(prefix)) {
                write(connection, rows);
                fit(connection, new SimpleMeterRegistry(), Map.of()).fitAndPublish(new StopSignal());
                models.add(read(connection, Topics.CAUSAL_MODELS).get("uplift"));
            }
            Collections.shuffle(rows, new Random(2));
        }
        assertThat(models.get(1).getModel()).isEqualTo(models.get(0).getModel());
        assertThat(models.get(1).getDiagnostics()).isEqualTo(models.get(0).getDiagnostics());
    }

    @Test
    void recordsThatCannotBeUsedGoToDeadLettersAndTheRestIsFitted() throws Exception {
        try (Connection connection = topics("bad.")) {
            write(connection, EXPERIMENT);
            try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
                String topic = connection.name(Topics.TREATMENT_EXPERIMENTS);
                byte[] key = "x".getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, 0, key, "not avro".getBytes(StandardCharsets.UTF_8)));
                producer.send(new ProducerRecord<>(topic, 0, key, new byte[] {0, 0, 15, 66, 64, 2}));
                producer.send(new ProducerRecord<>(topic, 0, key, null));
                ExperimentOutcome nan = EXPERIMENT.get(0).asRecord();
                nan.setOutcome(Double.NaN);
                producer.send(connection.record(Topics.TREATMENT_EXPERIMENTS, "x", nan, null));
            }
            MeterRegistry metrics = new SimpleMeterRegistry();
            UpliftFitResult result = fit(connection, metrics, Map.of()).fit(new StopSignal());
            assertThat(result.rows()).isEqualTo(12_000);
            assertThat(result.refused()).isEqualTo(4);
            assertThat(metrics.get("leaven.causal.dead.letters").counter().count())
                    .isEqualTo(4);
            Map<String, DeadLetter> letters = read(connection, Topics.DEAD_LETTERS);
            assertThat(letters.values())
                    .extracting(DeadLetter::getApp)
                    .containsOnly("causal")
                    .hasSize(4);
            assertThat(letters.values())
                    .extracting(DeadLetter::getErrorText)
                    .anyMatch(text -> text.contains("outcome is NaN"))
                    .anyMatch(text -> text.contains("no value"))
                    .anyMatch(text -> text.contains("1000000"));
            assertThat(read(connection, Topics.CAUSAL_MODELS)).isEmpty();
        }
    }

    @Test
    void tooLittleToFitIsSaidClearlyAndNothingIsPublished() throws Exception {
        try (Connection connection = topics("little.")) {
            assertError(connection, "holds no usable experiment rows");
            write(connection, EXPERIMENT.subList(0, 500));
            assertError(
                    connection, "all 500 rows on topic 'little.treatment-experiments' are of the control arm 'none'");
            write(connection, EXPERIMENT.subList(3_000, 3_020));
            assertError(connection, "arm 'ad' on topic 'little.treatment-experiments' has 20 rows");
            assertThat(read(connection, Topics.CAUSAL_MODELS)).isEmpty();
        }
        try (Connection connection = topics("uncontrolled.")) {
            write(connection, EXPERIMENT.subList(3_000, 12_000));
            assertError(connection, "no rows of the control arm 'none'");
        }
        try (Connection connection = connection("absent.")) {
            assertError(connection, "there is no topic 'absent.treatment-experiments'");
        }
    }

    @Test
    void aRaisedStopSignalEndsTheFitWithoutAModel() throws Exception {
        try (Connection connection = topics("stopped.")) {
            write(connection, EXPERIMENT.subList(0, 10));
            StopSignal raised = new StopSignal();
            raised.raise();
            UpliftFit fit = fit(connection, new SimpleMeterRegistry(), Map.of());
            assertThatThrownBy(() -> fit.fitAndPublish(raised))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("stopped");
            assertThat(read(connection, Topics.CAUSAL_MODELS)).isEmpty();
        }
    }

    @Test
    void theCommandPrintsJsonAndPublishesWhenAskedTo() throws Exception {
        try (Connection connection = topics("command.")) {
            write(connection, EXPERIMENT);
            String[] where = {
                "uplift",
                "--bootstrap-server=" + platform.bootstrapServers(),
                "--schema-registry-url=" + platform.registryUrl(),
                "--topic-prefix=command.",
                "--seed=5",
                "--rounds=20"
            };
            JsonNode json = new ObjectMapper().readTree(run(where, "--json"));
            assertThat(json.get("published").asBoolean()).isFalse();
            assertThat(json.get("seed").asLong()).isEqualTo(5);
            assertThat(json.at("/arms/large/ate/estimate").asDouble()).isPositive();
            assertThat(json.at("/arms/large/deciles")).hasSize(10);
            assertThat(json.at("/rowsByArm/ad").asInt()).isEqualTo(3_000);
            assertThat(read(connection, Topics.CAUSAL_MODELS)).isEmpty();

            assertThat(run(where, "--publish")).contains("mean effect", "by tenths", "Published to causal-models.");
            CausalModel published = read(connection, Topics.CAUSAL_MODELS).get("uplift");
            assertThat(published.getProvenance())
                    .containsEntry("causal.seed", "5")
                    .containsEntry("causal.uplift.rounds", "20");
        }
    }

    @Test
    void theCommandAsksWhatToFit() {
        StringWriter error = new StringWriter();
        CommandLine command = new CommandLine(new FitCommand(new StopSignal())).setErr(new PrintWriter(error));
        assertThat(command.execute()).isEqualTo(2);
        assertThat(error.toString()).contains("Missing what to fit: ", "uplift", "mmm");
    }

    private static String run(String[] arguments, String more) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(more);
        CommandLine command = new CommandLine(new FitCommand(new StopSignal())).setOut(new PrintWriter(out));
        assertThat(command.execute(all.toArray(String[]::new))).isZero();
        return out.toString();
    }

    private static void assertError(Connection connection, String message) {
        UpliftFit fit = fit(connection, new SimpleMeterRegistry(), Map.of());
        assertThatThrownBy(() -> fit.fitAndPublish(new StopSignal()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    private static UpliftFit fit(Connection connection, MeterRegistry metrics, Map<String, String> settings) {
        return new UpliftFit(connection, new UpliftSettings(SettingsSource.of(settings)), CLOCK, metrics);
    }

    private static double meanTruth(String arm) {
        return EXPERIMENT.stream()
                .mapToDouble(row -> Bakery.PAPER.uplift(row.customer(), Bakery.PROMOTIONS.indexOf(arm)))
                .average()
                .orElseThrow();
    }

    private static Connection connection(String prefix) {
        Map<String, String> settings = new HashMap<>(platform.connectionSettings());
        settings.put(ConnectionSettings.TOPIC_PREFIX, prefix);
        return new Connection(new ConnectionSettings(SettingsSource.of(settings)));
    }

    private static Connection topics(String prefix) {
        Connection connection = connection(prefix);
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, prefix).create(new TopicAdmin.Layout(3, (short) 1));
        }
        return connection;
    }

    private static void write(Connection connection, List<Bakery.Row> rows) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            rows.forEach(row -> sent.add(
                    producer.send(connection.record(Topics.TREATMENT_EXPERIMENTS, row.id(), row.asRecord(), null))));
        }
        for (Future<?> acknowledged : sent) {
            acknowledged.get();
        }
    }

    static <V extends SpecificRecord> Map<String, V> read(Connection connection, Topic<V> topic) {
        Map<String, V> records = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("test");
                Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType())) {
            TopicScan.scan(
                    consumer,
                    connection.name(topic),
                    record -> records.put(
                            new String(record.key(), StandardCharsets.UTF_8),
                            deserializer.deserialize(record.topic(), record.value())),
                    read -> {});
        }
        return records;
    }
}
