package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class RecordReplayIT {

    private static final String SOURCE = "leaven.";
    private static final int RECORDS = 60;
    private static final long FIRST = System.currentTimeMillis() - 3_600_000;

    private static Platform platform;

    @TempDir
    private Path folder;

    private final StopSignal stop = new StopSignal();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
        for (String prefix : List.of(SOURCE, "avro.", "jsonl.", "odd.", "limit.")) {
            create(prefix);
        }
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyTopicRoundTripsByteForByte(Topic<?> topic) throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        fill(topic, seed);
        List<ConsumerRecord<byte[], byte[]>> original = all(SOURCE, topic);
        assertThat(original).hasSize(RECORDS);

        for (String format : List.of("avro", "jsonl")) {
            Path file = folder.resolve(topic.name() + "." + format);
            assertThat(run(new RecordCommand(stop), SOURCE, topic.name(), file.toString(), "--json"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).contains("\"records\":" + RECORDS).contains("\"undecoded\":0");
            assertThat(run(new ReplayCommand(stop), format + ".", file.toString(), "--speed", "max"))
                    .as(err.toString())
                    .isZero();

            assertThat(described(all(format + ".", topic)))
                    .as("%s by %s, seed %d", topic, format, seed)
                    .isEqualTo(described(original));
        }
    }

    @Test
    void whatCannotBeDecodedIsKeptAsItWas() throws Exception {
        byte[] garbage = {7, 7, 7, 7, 7, 7};
        try (Connection connection = connection("odd.");
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            String name = connection.name(Topics.ACTIONS);
            producer.send(new ProducerRecord<>(name, 0, FIRST, Utf8.bytes("c1"), garbage));
            producer.send(new ProducerRecord<>(name, 0, FIRST + 1, Utf8.bytes("c2"), (byte[]) null));
        }
        Path file = folder.resolve("odd.jsonl");

        assertThat(run(new RecordCommand(stop), "odd.", "actions", file.toString()))
                .isZero();

        assertThat(out.toString()).contains("2 records of odd.actions").contains("1 could not be decoded");
        assertThat(Files.readString(file))
                .contains("\"valueBytes\":\"BwcHBwcH\"")
                .contains("first byte is 0x07");
        assertThat(run(new ReplayCommand(stop), "limit.", file.toString(), "--speed", "max"))
                .isZero();
        assertThat(all("limit.", Topics.ACTIONS))
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrder(garbage, null);
    }

    @Test
    void fileThatExistsIsKept() throws Exception {
        Path file = Files.writeString(folder.resolve("kept.jsonl"), "precious");

        assertThat(run(new RecordCommand(stop), SOURCE, "actions", file.toString()))
                .isEqualTo(1);

        assertThat(file).hasContent("precious");
        assertThat(run(new RecordCommand(stop), SOURCE, "actions", file.toString(), "--force"))
                .isZero();
    }

    private static void create(String prefix) {
        try (Connection connection = connection(prefix);
                Admin admin = connection.admin()) {
            new TopicAdmin(admin, prefix).create(new TopicAdmin.Layout(3, (short) 1));
        }
    }

    private static <V extends SpecificRecord> void fill(Topic<V> topic, long seed) {
        try (Connection connection = connection(SOURCE);
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            int index = 0;
            for (SpecificRecord value : RandomRecords.of(topic, RECORDS, seed)) {
                String key = "k" + index % 7;
                long timestamp = FIRST + 10L * index++;
                producer.send(connection.record(topic, key, topic.valueType().cast(value), timestamp));
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> all(String prefix, Topic<?> topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Connection connection = connection(prefix);
                Consumer<byte[], byte[]> consumer = connection.rawReader("test")) {
            TopicScan.scan(consumer, connection.name(topic), records::add, read -> {});
        }
        return records;
    }

    /** In the order of time, which the timestamps of these tests make unique. */
    private static List<String> described(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .map(record -> record.partition() + " " + record.timestamp() + " " + Arrays.toString(record.key()) + " "
                        + Arrays.toString(record.value()))
                .toList();
    }

    private int run(Object command, String prefix, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--bootstrap-server",
                platform.bootstrapServers(),
                "--schema-registry-url",
                platform.registryUrl(),
                "--topic-prefix",
                prefix));
        all.addAll(List.of(arguments));
        out.getBuffer().setLength(0);
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static Connection connection(String prefix) {
        Map<String, String> settings = new HashMap<>(platform.connectionSettings());
        settings.put(ConnectionSettings.TOPIC_PREFIX, prefix);
        return new Connection(new ConnectionSettings(SettingsSource.of(settings)));
    }
}
