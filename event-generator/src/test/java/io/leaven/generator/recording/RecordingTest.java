package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.UserError;
import io.leaven.generator.recording.RecordedRecord.RecordedHeader;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    private static final byte[] NOT_UTF8 = {(byte) 0xff, 0, (byte) 0xc3};

    @TempDir
    private Path folder;

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyTopicComesBackFromEveryFormat(Topic<?> topic) throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        List<RecordedRecord> records = new ArrayList<>();
        for (SpecificRecord value : RandomRecords.of(topic, 30, seed)) {
            byte[] key = Utf8.bytes("k" + records.size());
            records.add(record(records.size(), key, List.of(), new RecordedValue.Decoded(value)));
        }
        for (String extension : List.of("avro", "jsonl")) {
            Path file = write(topic, extension, records);

            assertThat(read(file, Optional.empty()))
                    .as("%s, seed %d", extension, seed)
                    .usingRecursiveComparison()
                    .withEqualsForType(RecordingTest::sameBytes, RecordedValue.Decoded.class)
                    .isEqualTo(records);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "jsonl"})
    void oddRecordsComeBackAsTheyWere(String extension) throws IOException {
        RecordedHeader header = new RecordedHeader("trace", NOT_UTF8);
        List<RecordedRecord> records = List.of(
                record(0, null, List.of(), new RecordedValue.Tombstone()),
                record(1, NOT_UTF8, List.of(header, new RecordedHeader("empty", null)), new RecordedValue.Tombstone()),
                record(2, Utf8.bytes("Zoë \"q\""), List.of(), new RecordedValue.Raw(NOT_UTF8, "no frame")));

        List<RecordedRecord> back = read(write(Topics.CUSTOMER_EVENTS, extension, records), Optional.empty());

        assertThat(back)
                .usingRecursiveComparison()
                .ignoringFields("value.reason")
                .isEqualTo(records);
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "jsonl"})
    void mapsKeepTheirOrder(String extension) throws IOException {
        for (List<String> order : List.of(List.of("push", "text", "email"), List.of("email", "text", "push"))) {
            Map<String, Double> spend = new LinkedHashMap<>();
            order.forEach(channel -> spend.put(channel, 1.0));
            RecordedValue value = new RecordedValue.Decoded(new MediaSpend(Instant.EPOCH, spend, 2.0));

            Path file = write(Topics.MEDIA_SPEND, extension, List.of(record(0, null, List.of(), value)));

            RecordedValue.Decoded back =
                    (RecordedValue.Decoded) read(file, Optional.empty()).get(0).value();
            assertThat(((MediaSpend) back.record()).getSpend().keySet()).containsExactlyElementsOf(order);
        }
    }

    @Test
    void lineThatCannotBeReadIsNamed() throws IOException {
        Path file = write(Topics.MEDIA_SPEND, "jsonl", someSpend(3));
        List<String> lines = Files.readAllLines(file);

        unreadable(
                List.of(lines.get(0), "", lines.get(1).substring(0, 40)), "m.jsonl, line 3: Unexpected end-of-input");
        unreadable(List.of(lines.get(0), "{\"key\":\"k\"}"), "m.jsonl, line 2: the field 'timestamp' is missing");
        unreadable(
                List.of(lines.get(0), lines.get(1).replace("media-spend", "replay")),
                "m.jsonl, line 2: a record of topic \"replay\" in a recording of media-spend");
        unreadable(
                List.of(lines.get(0).replace("\"revenue\"", "\"revenu\"")), "line 1: value lacks the field 'revenue'");
        unreadable(List.of("{\"key\":null}"), "line 1: it does not say of which topic the record is");
        unreadable(List.of("{\"topic\":\"sales\"}"), "line 1: 'sales' is no topic of Leaven");
    }

    @Test
    void bytesThatAreNoTextAreNamed() throws IOException {
        Path file = folder.resolve("m.jsonl");
        Files.write(file, NOT_UTF8);

        assertThatThrownBy(() -> read(file, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 1: not UTF-8");
    }

    @Test
    void blockThatIsCutOffIsNamed() throws IOException {
        Path file = write(Topics.MEDIA_SPEND, "avro", someSpend(2_000));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 200));

        assertThatThrownBy(() -> read(file, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageMatching(
                        "cannot read recording .*m.avro after record \\d{3,}, in or after block \\d+ at byte"
                                + " \\d{4,}: the file is cut off: .+");
    }

    @Test
    void blockThatIsDamagedIsNamed() throws IOException {
        Path file = write(Topics.MEDIA_SPEND, "avro", someSpend(2_000));
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length - 400, bytes.length - 300, (byte) 0x55);
        Files.write(file, bytes);

        assertThatThrownBy(() -> read(file, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageMatching("cannot read recording .*m.avro after record \\d+, in or after block \\d+ at byte"
                        + " \\d{4,}: .+");
    }

    @Test
    void fileOfAnotherKindIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("m.avro"), "not avro");

        assertThatThrownBy(() -> read(file, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("m.avro as an Avro container: Not an Avro data file");
        assertThatThrownBy(() -> read(folder.resolve("none.avro"), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> RecordingFormat.of(Path.of("x.csv")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ends in .avro (Avro container) or .jsonl (JSON lines): x.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "jsonl"})
    void recordingOfAnotherTopicIsRefused(String extension) throws IOException {
        Path file = write(Topics.MEDIA_SPEND, extension, someSpend(1));

        assertThatThrownBy(() -> read(file, Optional.of(Topics.REPLAY)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("media-spend")
                .hasMessageContaining("replay");
    }

    @Test
    void recordingOfAnOlderSchemaIsReadWithDefaults() throws IOException {
        Schema older = new Schema.Parser().parse(older(new AvroEnvelope(Topics.CUSTOMER_EVENTS).schema()));
        GenericRecord event = new GenericData.Record(
                older.getField("value").schema().getTypes().get(1));
        SpecificRecord filled = RandomRecords.of(Topics.CUSTOMER_EVENTS, 1, 1).get(0);
        GenericRecord full = (GenericRecord) filled;
        for (Schema.Field field : event.getSchema().getFields()) {
            Object value = full.get(field.name());
            event.put(field.name(), value instanceof Instant time ? time.toEpochMilli() : value);
        }
        Path file = folder.resolve("old.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(older))) {
            writer.setMeta(AvroEnvelope.TOPIC, "customer-events").create(older, file.toFile());
            GenericRecord envelope = new GenericData.Record(older);
            envelope.put("partition", 0);
            envelope.put("offset", 0L);
            envelope.put("key", "c1");
            envelope.put("timestamp", 1L);
            envelope.put("headers", List.of());
            envelope.put("value", event);
            writer.append(envelope);
        }

        RecordedRecord record = read(file, Optional.empty()).get(0);

        GenericRecord read = (GenericRecord) ((RecordedValue.Decoded) record.value()).record();
        assertThat(read.get("next")).hasToString("DECIDE");
        assertThat(read.get("customerId")).isEqualTo(full.get("customerId"));
    }

    /** The schema as it was before events said who decides next. */
    private static String older(Schema envelope) {
        String text = envelope.toString();
        int next = text.indexOf(",{\"name\":\"next\"");
        int end = text.indexOf("\"default\":\"DECIDE\"}", next) + "\"default\":\"DECIDE\"}".length();
        return text.substring(0, next) + text.substring(end);
    }

    private void unreadable(List<String> lines, String message) throws IOException {
        Path file = Files.write(folder.resolve("m.jsonl"), lines);
        assertThatThrownBy(() -> read(file, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    private static List<RecordedRecord> someSpend(int count) {
        return RandomRecords.of(Topics.MEDIA_SPEND, count, 7).stream()
                .map(value -> record(0, Utf8.bytes("2026-01-05"), List.of(), new RecordedValue.Decoded(value)))
                .toList();
    }

    private static RecordedRecord record(long offset, byte[] key, List<RecordedHeader> headers, RecordedValue value) {
        return new RecordedRecord(1, offset, key, 1_795_430_000_000L + offset, headers, value);
    }

    private static boolean sameBytes(RecordedValue.Decoded a, RecordedValue.Decoded b) {
        return Arrays.equals(RandomRecords.binary(a.record()), RandomRecords.binary(b.record()));
    }

    private Path write(Topic<?> topic, String extension, List<RecordedRecord> records) throws IOException {
        Path file = folder.resolve("m." + extension);
        try (RecordingWriter writer = RecordingFormat.of(file).create(file, topic)) {
            for (RecordedRecord record : records) {
                writer.write(record);
            }
        }
        return file;
    }

    private static List<RecordedRecord> read(Path file, Optional<Topic<?>> topic) {
        List<RecordedRecord> records = new ArrayList<>();
        try (RecordingReader reader = RecordingFormat.of(file).open(file, topic)) {
            for (Optional<RecordedRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                records.add(next.get());
            }
        }
        return records;
    }
}
