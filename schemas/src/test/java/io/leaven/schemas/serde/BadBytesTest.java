package io.leaven.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.registry.InMemorySchemaRegistryClient;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands on a topic, the reader answers with a record or a {@link SerializationException} that tells the reason. */
class BadBytesTest {

    private static final String TOPIC = "leaven.customer-events";
    private static final byte[] TWO_TO_THE_30TH = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08};

    private final InMemorySchemaRegistryClient registry = new InMemorySchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://unused"), registry);
    private final byte[] good = serdes.<CustomerEvent>serializer()
            .serialize(TOPIC, RandomRecords.of(CustomerEvent.class, 1, 1).get(0).specific());

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @Test
    void bytesShorterThanTheHeaderAreRefused() {
        refused(new byte[] {0, 0, 0, 1}, "not in Confluent's frame: 4 bytes, the header alone has 5");
        refused(new byte[0], "not in Confluent's frame: 0 bytes");
    }

    @Test
    void anotherFirstByteIsRefused() {
        byte[] json = "{\"customerId\":\"c1\"}".getBytes(StandardCharsets.US_ASCII);

        refused(json, "not in Confluent's frame: first byte is 0x7b, not 0x00");
    }

    @Test
    void anIdThatTheRegistryDoesNotKnowIsRefused() {
        byte[] unknown = good.clone();
        unknown[4] = 99;

        refused(unknown, "no schema has id 99");
    }

    @Test
    void aRecordThatBreaksOffIsRefused() {
        refused(Arrays.copyOf(good, good.length - 1), "not a record of schema id 1");
        refused(Arrays.copyOf(good, 5), "not a record of schema id 1");
    }

    @Test
    void bytesAfterTheRecordAreRefused() {
        refused(Arrays.copyOf(good, good.length + 1), "1 bytes are left after the record of schema id 1");
    }

    @Test
    void aRecordOfAnotherTypeIsRefused() {
        Schema other = SchemaBuilder.record("Other").fields().requiredInt("x").endRecord();
        byte[] framed = Arrays.copyOf(ConfluentFrame.header(registry.register("other-value", other)), 6);

        refused(framed, "not a record of schema id 2");
    }

    @Test
    void aLengthOfGigabytesIsRefusedBeforeMemoryIsTaken() {
        byte[] framed = Arrays.copyOf(good, 40);
        // The first field is a string: its length is a zigzag varint, here 2^30.
        System.arraycopy(TWO_TO_THE_30TH, 0, framed, 5, TWO_TO_THE_30TH.length);

        refused(framed, "a length of 1073741824 is announced, 30 bytes are left");
    }

    @Test
    void aCountOfBillionsIsRefusedBeforeMemoryIsTaken() {
        Schema list = SchemaBuilder.record("List")
                .fields()
                .name("items")
                .type()
                .array()
                .items()
                .longType()
                .noDefault()
                .endRecord();
        byte[] framed = Arrays.copyOf(ConfluentFrame.header(registry.register("list-value", list)), 12);
        System.arraycopy(TWO_TO_THE_30TH, 0, framed, 5, TWO_TO_THE_30TH.length);

        try (AvroDeserializer<Object> generic = new AvroDeserializer<>(registry, null)) {
            assertThatThrownBy(() -> generic.deserialize("list", framed))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("1073741824 items are announced, 2 bytes are left");
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void damagedRecordsNeverDoMoreHarm(Topic<T> topic) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Serde<T> serde = serdes.serde(topic);
        String name = topic.fullName("leaven.");
        for (RandomRecords.Sample<T> sample : RandomRecords.of(topic.valueType(), 30, seed)) {
            byte[] whole = serde.serializer().serialize(name, sample.specific());
            for (int damage = 0; damage < 50; damage++) {
                byte[] damaged = whole.clone();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    damaged[5 + random.nextInt(whole.length - 5)] = (byte) random.nextInt(256);
                }
                try {
                    serde.deserializer().deserialize(name, damaged);
                } catch (SerializationException expected) {
                    assertThat(expected).as("seed %d", seed).hasMessageContaining("schema id");
                } catch (Throwable e) {
                    throw new AssertionError("seed " + seed + " of " + topic, e);
                }
            }
        }
    }

    private void refused(byte[] framed, String reason) {
        assertThatThrownBy(() -> serdes.deserializer(CustomerEvent.class).deserialize(TOPIC, framed))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(reason);
    }
}
