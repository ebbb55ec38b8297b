package io.leaven.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.registry.InMemorySchemaRegistryClient;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Readers and writers of different releases on one topic. */
class EvolutionTest {

    private static final long SEED = 7;
    private static final Schema TODAY = PortableSchema.of(CustomerEvent.getClassSchema());

    private final InMemorySchemaRegistryClient registry = new InMemorySchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://unused"), registry);
    private final CustomerEvent event =
            RandomRecords.of(CustomerEvent.class, 1, SEED).get(0).specific();
    private final GenericRecord generic = (GenericRecord)
            RandomRecords.of(CustomerEvent.class, 1, SEED).get(0).generic();

    @Test
    void aFieldThatAnOlderWriterLacksHasItsDefault() {
        Schema older = SchemaVersions.withoutField(TODAY, "ticket");

        CustomerEvent read = read(older, copy(older));

        assertThat(read.getTicket()).isZero();
        assertThat(read.getCustomerId()).isEqualTo(event.getCustomerId());
        assertThat(read.getNext()).isEqualTo(event.getNext());
    }

    @Test
    void aFieldThatANewerWriterAddsIsPassedOver() {
        Schema newer = SchemaVersions.withField(TODAY, "mood", "int", 3);
        GenericRecord written = copy(newer);
        written.put("mood", 12_345);

        assertThat(read(newer, written)).isEqualTo(event);
    }

    @Test
    void versionsMayBeMixedOnOneTopic() {
        Schema newer = SchemaVersions.withField(TODAY, "mood", "int", 3);
        GenericRecord written = copy(newer);
        written.put("mood", 1);
        var reader = serdes.deserializer(CustomerEvent.class);
        byte[] old = serdes.<CustomerEvent>serializer().serialize("events", event);
        byte[] young = framed(newer, written);

        for (int i = 0; i < 3; i++) {
            assertThat(reader.deserialize("events", old)).isEqualTo(event);
            assertThat(reader.deserialize("events", young)).isEqualTo(event);
        }
    }

    private CustomerEvent read(Schema writer, GenericRecord record) {
        return serdes.deserializer(CustomerEvent.class).deserialize("events", framed(writer, record));
    }

    private byte[] framed(Schema writer, GenericRecord record) {
        byte[] header = ConfluentFrame.header(registry.register("events-value", writer));
        byte[] body = RandomRecords.encode(writer, record);
        byte[] framed = new byte[header.length + body.length];
        System.arraycopy(header, 0, framed, 0, header.length);
        System.arraycopy(body, 0, framed, header.length, body.length);
        return framed;
    }

    private GenericRecord copy(Schema version) {
        GenericRecord copy = new GenericData.Record(version);
        version.getFields().stream()
                .filter(field -> TODAY.getField(field.name()) != null)
                .forEach(field -> copy.put(field.name(), generic.get(field.name())));
        return copy;
    }
}
