package io.leaven.causal.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.ChannelWeights;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.MediaMixModel;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The media mix model from the topic to the topic, by its command. Each test has topics of its own, by prefix. */
class MmmFitIT {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    private static Platform platform;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void theTopicIsFittedAndTheModelPublished() throws Exception {
        try (Connection connection = topics("mix.")) {
            write(connection, weeks(104));
            write(connection, List.of(new MediaSpend(time(3), Map.of("tv", -1.0), 100.0)));

            int exit = run("mix.", "--json", "--publish", "--report", folder.toString());

            assertThat(exit).as(err.toString()).isZero();
            JsonNode json = new ObjectMapper().readTree(out.toString());
            assertThat(json.get("published").asBoolean()).isTrue();
            assertThat(json.get("periods").asInt()).isEqualTo(104);
            assertThat(json.get("refused").asInt()).isEqualTo(1);
            assertThat(json.at("/roas/tv/mean").asDouble())
                    .as("tv brings 3 at a spend of about 1 (the data's own truth)")
                    .isBetween(1.2, 3.0);
            assertThat(folder.resolve("media-mix.html")).isNotEmptyFile();
            assertThat(FitIT.read(connection, Topics.DEAD_LETTERS).values())
                    .extracting(DeadLetter::getErrorText)
                    .singleElement()
                    .asString()
                    .contains("the spend of channel 'tv' is -1.0");

            CausalModel record = FitIT.read(connection, Topics.CAUSAL_MODELS).get("media-mix");
            assertThat(record.getVersion()).isEqualTo(json.get("version").asText());
            ChannelWeights weights = CausalModelCodec.mediaMix(record);
            for (String channel : List.of("tv", "radio")) {
                assertThat(weights.of(channel))
                        .isEqualTo(json.at("/weights/" + channel + "/mean").asDouble());
            }
            assertThat(weights.of("tv") + weights.of("radio")).isBetween(1.999, 2.001);
            MediaMixModel model = (MediaMixModel) record.getModel();
            assertThat(model.getScaling().getOutcomeScale()).isEqualTo("ten-mean");
            assertThat(model.getParameters()).hasSameSizeAs(json.get("parameters"));
            assertThat(record.getDiagnostics()).containsKeys("worstRhat", "coverage90", "roas[tv].mean");
        }
    }

    @Test
    void draftsThatDidNotConvergeAreOnlyPublishedByForce() throws Exception {
        try (Connection connection = topics("short.")) {
            write(connection, weeks(60));
            String[] few = {"--warmup=20", "--draws=20", "--publish"};

            assertThat(run("short.", few)).isEqualTo(1);
            assertThat(err.toString()).contains("NOT CONVERGED: ", "effective sample size");
            assertThat(FitIT.read(connection, Topics.CAUSAL_MODELS)).isEmpty();

            assertThat(run("short.", few[0], few[1], few[2], "--force")).isZero();
            assertThat(FitIT.read(connection, Topics.CAUSAL_MODELS)).containsOnlyKeys("media-mix");
        }
    }

    @Test
    void theOrderOfRecordsDoesNotMatterAndTheLastOfAPeriodCounts() throws Exception {
        List<MediaSpend> weeks = weeks(60);
        List<MediaSpend> shuffled = new ArrayList<>(weeks);
        shuffled.add(0, new MediaSpend(time(7), Map.of("tv", 5.0, "radio", 5.0), 9_999.0));
        Collections.shuffle(shuffled.subList(1, shuffled.size()), new Random(1));
        List<String> outputs = new ArrayList<>();
        for (List<MediaSpend> records : List.of(weeks, shuffled)) {
            String prefix = "order" + outputs.size() + ".";
            try (Connection connection = topics(prefix)) {
                write(connection, records);
                out.getBuffer().setLength(0);
                run(prefix, "--json", "--draws=200", "--warmup=200");
                outputs.add(new ObjectMapper()
                        .readTree(out.toString())
                        .get("parameters")
                        .toString());
            }
        }
        assertThat(outputs.get(1)).isEqualTo(outputs.get(0));
    }

    @Test
    void anEmptyTopicSaysWhatToDo() {
        topics("empty.").close();

        assertThat(run("empty.")).isEqualTo(1);
        assertThat(err.toString()).contains("holds no usable periods", "leaven generate media-spend");
    }

    private int run(String prefix, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "mmm",
                "--bootstrap-server=" + platform.bootstrapServers(),
                "--schema-registry-url=" + platform.registryUrl(),
                "--topic-prefix=" + prefix));
        arguments.addAll(List.of(more));
        return new CommandLine(new FitCommand(new StopSignal()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    err.write(exception.getMessage());
                    return 1;
                })
                .execute(arguments.toArray(String[]::new));
    }

    /** Revenue 10 + 3 tv/(tv + 1) + 2 radio/(radio + 1) and a little noise: no carry-over, Hill with slope 1. */
    private static List<MediaSpend> weeks(int count) {
        Random random = new Random(4);
        List<MediaSpend> weeks = new ArrayList<>();
        for (int week = 0; week < count; week++) {
            double tv = 2 * random.nextDouble();
            double radio = random.nextInt(3) == 0 ? 0 : 2 * random.nextDouble();
            double revenue = 10 + 3 * tv / (tv + 1) + 2 * radio / (radio + 1) + .1 * random.nextGaussian();
            Map<String, Double> spend = new HashMap<>(Map.of("tv", tv));
            if (radio > 0) {
                spend.put("radio", radio);
            }
            weeks.add(new MediaSpend(time(week), spend, revenue));
        }
        return weeks;
    }

    private static Instant time(int week) {
        return FIRST.plusWeeks(week).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Connection topics(String prefix) {
        Map<String, String> settings = new HashMap<>(platform.connectionSettings());
        settings.put(ConnectionSettings.TOPIC_PREFIX, prefix);
        Connection connection = new Connection(new ConnectionSettings(SettingsSource.of(settings)));
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, prefix).create(new TopicAdmin.Layout(1, (short) 1));
        }
        return connection;
    }

    private static void write(Connection connection, List<MediaSpend> records) {
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            records.forEach(record -> producer.send(connection.record(
                    Topics.MEDIA_SPEND,
                    LocalDate.ofInstant(record.getPeriodStart(), ZoneOffset.UTC).toString(),
                    record,
                    null)));
            producer.flush();
        }
    }
}
