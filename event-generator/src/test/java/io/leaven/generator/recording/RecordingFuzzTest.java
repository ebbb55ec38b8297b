package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.UserError;
import io.leaven.schemas.serde.AvroSerdes;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import io.leaven.testkit.Fuzzer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings come from other people's disks, and what is recorded from anybody who may write to a topic. */
class RecordingFuzzTest {

    private static final Topic<?> TOPIC = Topics.CUSTOMER_EVENTS;

    @TempDir
    private Path folder;

    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://fuzz"));
    private final Serializer<SpecificRecord> serializer = serdes.serializer();

    @Test
    void jsonLines() throws IOException {
        Fuzzer.of("recording.jsonl", List.of(recording("jsonl", 1), recording("jsonl", 3)))
                .words("\"key\": null", "\"timestamp\": \"", "\"headers\": [{}]", "\"valueBytes\": \"AA==\"", "\\u0000")
                .refusesBy(UserError.class)
                .allocatesAtMost(2 << 20, 300)
                .run(input -> read("fuzz.jsonl", input));
    }

    @Test
    void avroContainers() throws IOException {
        Fuzzer.of("recording.avro", List.of(recording("avro", 1), recording("avro", 3)))
                .refusesBy(UserError.class)
                .allocatesAtMost(4 << 20, 1_500)
                .run(input -> read("fuzz.avro", input));
    }

    @Test
    void valuesOfTheTopic() {
        RecordDecoder decoder = new RecordDecoder(serdes.registry(), TOPIC.valueType());
        String name = TOPIC.fullName("leaven.");
        List<byte[]> seeds = RandomRecords.of(TOPIC, 10, 1).stream()
                .map(record -> serializer.serialize(name, record))
                .toList();
        Fuzzer.of("recorded value", seeds).run(input -> {
            RecordedRecord record = decoder.decode(new ConsumerRecord<>(name, 0, 0, new byte[0], input));
            assertThat(record.value()).isNotNull();
        });
    }

    private void read(String name, byte[] input) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, input);
        try (RecordingReader reader = RecordingFormat.of(file).open(file, Optional.empty())) {
            for (Optional<RecordedRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().value() instanceof RecordedValue.Decoded decoded) {
                    assertThat(serializer.serialize(TOPIC.fullName("leaven."), decoded.record()))
                            .isNotEmpty();
                }
            }
        }
    }

    private byte[] recording(String extension, int records) throws IOException {
        Path file = folder.resolve("seed." + extension);
        List<RecordedRecord> all = new ArrayList<>();
        for (SpecificRecord value : RandomRecords.of(TOPIC, records, records)) {
            all.add(new RecordedRecord(
                    0, all.size(), Utf8.bytes("k"), 1_700_000_000_000L, List.of(), new RecordedValue.Decoded(value)));
        }
        try (RecordingWriter writer = RecordingFormat.of(file).create(file, TOPIC)) {
            for (RecordedRecord record : all) {
                writer.write(record);
            }
        }
        return Files.readAllBytes(file);
    }

    @Test
    void aTimeThatNoRecordCanHoldAndANumberWithoutMeasureAreRefusedWithTheirLine() throws IOException {
        String line = new String(recording("jsonl", 1), StandardCharsets.UTF_8);
        String far = line.replaceFirst("\"eventTime\":\"[^\"]*\"", "\"eventTime\":\"-779226734-12-10T21:22:03Z\"");
        String large = line.replaceFirst("\"ticket\":[^,]*", "\"ticket\":1e99999999999999");

        assertThat(far).isNotEqualTo(line);
        assertThat(large).isNotEqualTo(line);
        for (String bad : List.of(far, large)) {
            assertThatThrownBy(() -> read("bad.jsonl", bad.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("bad.jsonl, line 1");
        }
    }

    /** 300 MB of zeros in a third of a megabyte. */
    @Test
    void aBlockThatUnpacksWithoutMeasureIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(packed, new Deflater(9, true))) {
            byte[] zeros = new byte[1 << 20];
            for (int mebibytes = 0; mebibytes < 300; mebibytes++) {
                deflate.write(zeros);
            }
        }
        byte[] seed = recording("avro", 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int header = headerLength(seed);
        file.write(seed, 0, header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(file, null);
        encoder.writeLong(1);
        encoder.writeLong(packed.size());
        encoder.flush();
        packed.writeTo(file);
        file.write(seed, header - 16, 16);

        assertThatThrownBy(() -> read("bomb.avro", file.toByteArray()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a block unpacks to more than 268435456 bytes");
    }

    /** The sync marker ends the header and the file. */
    private static int headerLength(byte[] container) {
        byte[] sync = Arrays.copyOfRange(container, container.length - 16, container.length);
        for (int at = 0; at + 16 < container.length; at++) {
            if (Arrays.equals(container, at, at + 16, sync, 0, 16)) {
                return at + 16;
            }
        }
        throw new AssertionError("there is no sync marker");
    }
}
