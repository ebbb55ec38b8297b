package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.registry.SchemaRegistryConfig;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.serde.AvroSerdes;
import io.leaven.schemas.topic.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {

    private final AvroSerdes serdes = new AvroSerdes(Map.of(SchemaRegistryConfig.URL, "mock://record-decoder-test"));
    private final Serializer<SpecificRecord> serializer = serdes.serializer();
    private final RecordDecoder decoder = new RecordDecoder(serdes.registry(), MediaSpend.class);

    @Test
    void valueThatIsWrittenAgainHasTheSameBytesWhateverTheOrderOfItsMaps() {
        for (List<String> order : List.of(List.of("push", "text", "email"), List.of("email", "text", "push"))) {
            byte[] framed = framed(order);

            RecordedValue.Decoded decoded = (RecordedValue.Decoded) value(framed);

            assertThat(serializer.serialize("leaven.media-spend", decoded.record()))
                    .isEqualTo(framed);
        }
    }

    @Test
    void whatIsNoRecordIsKeptWithTheReason() {
        byte[] framed = framed(List.of("push"));
        byte[] unknown = framed.clone();
        unknown[3] = 9;

        assertRaw(new byte[] {1, 2}, "not in Confluent's frame: 2 bytes");
        assertRaw(unknown, "no schema has id");
        assertRaw(Arrays.copyOf(framed, framed.length - 3), "");
        assertRaw(Arrays.copyOf(framed, framed.length + 1), "bytes are left after the record");
        byte[] event = serializer.serialize(
                "leaven.customer-events",
                RandomRecords.of(Topics.CUSTOMER_EVENTS, 1, 1).get(0));
        assertRaw(event, "Found " + CustomerEvent.class.getName() + ", expecting " + MediaSpend.class.getName());
    }

    @Test
    void registryOutOfReachIsNotTheRecordsFault() {
        try (AvroSerdes unreachable = new AvroSerdes(
                Map.of(SchemaRegistryConfig.URL, "http://localhost:1", SchemaRegistryConfig.RETRY_TIMEOUT_MS, "200"))) {
            RecordDecoder lonely = new RecordDecoder(unreachable.registry(), MediaSpend.class);

            assertThatThrownBy(() -> lonely.decode(record(framed(List.of("push")))))
                    .isInstanceOf(SchemaRegistryException.class);
        }
    }

    private void assertRaw(byte[] bytes, String reason) {
        RecordedValue.Raw raw = (RecordedValue.Raw) value(bytes);
        assertThat(raw.bytes()).isEqualTo(bytes);
        assertThat(raw.reason()).contains(reason);
    }

    private RecordedValue value(byte[] bytes) {
        return decoder.decode(record(bytes)).value();
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("leaven.media-spend", 0, 0, null, value);
    }

    private byte[] framed(List<String> channels) {
        Map<String, Double> spend = new LinkedHashMap<>();
        channels.forEach(channel -> spend.put(channel, 1.0));
        return serializer.serialize("leaven.media-spend", new MediaSpend(Instant.EPOCH, spend, 2.0));
    }
}
