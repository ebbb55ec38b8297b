package io.leaven.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.registry.InMemorySchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdesTest {

    private static final long SEED = 20261124;
    private static final String TOPIC = "leaven.customer-events";

    private final InMemorySchemaRegistryClient registry = new InMemorySchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://unused"), registry);

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void everyRecordComesBackAndReadsTheSameForAvrosOwnReader(Topic<T> topic) {
        Serde<T> serde = serdes.serde(topic);
        String name = topic.fullName("leaven.");
        for (RandomRecords.Sample<T> sample : RandomRecords.of(topic.valueType(), 50, SEED)) {
            byte[] framed = serde.serializer().serialize(name, sample.specific());

            assertThat(framed[0]).as("magic byte, seed %d", SEED).isZero();
            Schema writer = registry.byId(ByteBuffer.wrap(framed, 1, 4).getInt());
            assertThat(RandomRecords.decodeGeneric(writer, Arrays.copyOfRange(framed, 5, framed.length)))
                    .as("as Avro's generic reader sees it, seed %d", SEED)
                    .isEqualTo(sample.generic());
            assertThat(serde.deserializer().deserialize(name, framed))
                    .as("as our reader sees it, seed %d", SEED)
                    .isEqualTo(sample.specific());
        }
    }

    @Test
    void schemasAreRegisteredUnderTheTopicsValue() {
        serialized(event());

        assertThat(registry.latest("leaven.customer-events-value").schema().getFullName())
                .isEqualTo("io.leaven.schemas.CustomerEvent");
    }

    @Test
    void nullIsATombstoneBothWays() {
        Serde<CustomerEvent> serde = serdes.serde(Topics.CUSTOMER_EVENTS);

        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void oneSerializerServesSeveralTopicsAndTypes() {
        Serializer<SpecificRecord> serializer = serdes.serializer();
        Decision decision = decision();
        byte[] first = serializer.serialize(TOPIC, event());
        byte[] second = serializer.serialize("leaven.decisions", decision);
        byte[] elsewhere = serializer.serialize("other.decisions", decision);

        assertThat(serializer.serialize(TOPIC, event())).isEqualTo(first);
        assertThat(elsewhere).isEqualTo(second);
        assertThat(registry.latest("other.decisions-value").id()).isEqualTo(ConfluentFrame.schemaId(second));
    }

    @Test
    void aRecordThatFailsToBeWrittenLeavesNoTraceInTheNext() {
        Serializer<CustomerEvent> serializer = serdes.serializer();
        byte[] good = serializer.serialize(TOPIC, event());
        CustomerEvent incomplete = new CustomerEvent();
        incomplete.setCustomerId("written before the failure");

        assertThatThrownBy(() -> serializer.serialize(TOPIC, incomplete)).isInstanceOf(RuntimeException.class);
        assertThat(serializer.serialize(TOPIC, event())).isEqualTo(good);
    }

    @Test
    void threadsShareASerializer() {
        Serializer<CustomerEvent> serializer = serdes.serializer();
        Deserializer<CustomerEvent> deserializer = serdes.deserializer(CustomerEvent.class);
        List<CustomerEvent> events = RandomRecords.of(CustomerEvent.class, 2_000, SEED).stream()
                .map(RandomRecords.Sample::specific)
                .toList();

        List<CustomerEvent> back = IntStream.range(0, events.size())
                .parallel()
                .mapToObj(i -> deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, events.get(i))))
                .toList();

        assertThat(back).as("seed %d", SEED).isEqualTo(events);
    }

    @Test
    void theRegistryIsAskedOncePerTopicAndType() {
        AtomicInteger asked = new AtomicInteger();
        SchemaRegistryClient counting = new CountingRegistry(registry, asked);
        AvroSerializer<SpecificRecord> serializer =
                new AvroSerializer<>(counting, new SerdeConfig(Map.of("auto.register.schemas", true)));
        for (int i = 0; i < 5; i++) {
            serializer.serialize(TOPIC, event());
            serializer.serialize("leaven.decisions", decision());
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void withoutAutoRegistrationAnUnknownSchemaIsRefused() {
        AvroSerializer<CustomerEvent> serializer =
                new AvroSerializer<>(registry, new SerdeConfig(Map.of("auto.register.schemas", false)));

        assertThatThrownBy(() -> serializer.serialize(TOPIC, event()))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("leaven.customer-events-value");

        registry.register("leaven.customer-events-value", PortableSchema.of(CustomerEvent.getClassSchema()));
        assertThat(serializer.serialize(TOPIC, event())).startsWith(0, 0, 0, 0, 1);
    }

    @Test
    void theNewestVersionsIdIsUsedOnlyIfItIsTheSameSchema() {
        Schema own = PortableSchema.of(CustomerEvent.getClassSchema());
        Schema withoutDocs = new Schema.Parser().parse(own.toString().replaceAll(",\"doc\":\"(\\\\\"|[^\"])*\"", ""));
        AvroSerializer<CustomerEvent> serializer =
                new AvroSerializer<>(registry, new SerdeConfig(Map.of("use.latest.version", true)));
        registry.register("undocumented-value", withoutDocs);
        registry.register("longer-value", SchemaVersions.withField(own, "mood", "int", 0));

        assertThat(withoutDocs.toString()).isNotEqualTo(own.toString());
        assertThat(serializer.serialize("undocumented", event())).startsWith(0, 0, 0, 0, 1);
        assertThatThrownBy(() -> serializer.serialize("longer", event()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 1 of subject 'longer-value' is not the schema of");
    }

    @Test
    void byReflectionTheSerdeFindsItsRegistryAndTheGeneratedClass() {
        Map<String, String> configs = Map.of("schema.registry.url", "mock://by-reflection");
        try (AvroSerializer<CustomerEvent> serializer = new AvroSerializer<>();
                AvroDeserializer<Object> deserializer = new AvroDeserializer<>()) {
            serializer.configure(configs, false);
            deserializer.configure(configs, false);

            assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, event())))
                    .isEqualTo(event());
        }
    }

    @Test
    void anotherSerdeMayBeNamedByConfiguration() {
        AvroSerdes named = new AvroSerdes(
                Map.of(
                        "schema.registry.url",
                        "mock://unused",
                        "avro.serializer.class",
                        OtherSerializer.class.getName()),
                registry);

        assertThat(named.<CustomerEvent>serializer()).isInstanceOf(OtherSerializer.class);
        assertThat(named.deserializer(CustomerEvent.class)).isInstanceOf(AvroDeserializer.class);
    }

    /** Stands for Confluent's. */
    public static final class OtherSerializer implements Serializer<CustomerEvent> {
        @Override
        public byte[] serialize(String topic, CustomerEvent event) {
            return new byte[0];
        }
    }

    private byte[] serialized(CustomerEvent event) {
        return serdes.<CustomerEvent>serializer().serialize(TOPIC, event);
    }

    private static CustomerEvent event() {
        return RandomRecords.of(CustomerEvent.class, 1, SEED).get(0).specific();
    }

    private static Decision decision() {
        return RandomRecords.of(Decision.class, 1, SEED).get(0).specific();
    }
}
