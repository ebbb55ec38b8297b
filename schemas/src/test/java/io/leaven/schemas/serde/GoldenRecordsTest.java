package io.leaven.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.leaven.schemas.evolution.ReleasedSchemas;
import io.leaven.schemas.evolution.ReleasedSchemas.Released;
import io.leaven.schemas.registry.InMemorySchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records as each release wrote them, kept as bytes and in words in {@code released/<release>/<Record>.golden.json}: an upgrade reads them, and
 * who goes back reads what the upgrade wrote.
 */
class GoldenRecordsTest {

    private static final int RECORDS = 3;
    private static final long SEED = 20261126;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemorySchemaRegistryClient registry = new InMemorySchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://unused"), registry);

    static List<Released> released() throws IOException {
        return ReleasedSchemas.all();
    }

    /** Out of the release's bytes into today's class, into today's bytes, and back to the release's schema: nothing is lost. */
    @ParameterizedTest
    @MethodSource("released")
    void whatAReleaseWroteGoesThroughTodaysClassesAndBackUnchanged(Released released) throws Exception {
        Class<? extends SpecificRecord> today =
                Class.forName(released.schema().getFullName()).asSubclass(SpecificRecord.class);
        int id = registry.register("golden-value", released.schema());
        JsonNode golden = JSON.readTree(file(released).toFile());
        assertThat(golden).hasSize(RECORDS);

        for (JsonNode record : golden) {
            byte[] written = Base64.getDecoder().decode(record.get("bytes").asText());
            SpecificRecord read = serdes.deserializer(today).deserialize("golden", framed(id, written));
            byte[] again = serdes.serializer().serialize("golden", read);
            Object back = decode(PortableSchema.of(read.getSchema()), released.schema(), unframed(again));

            assertThat(inWords(released.schema(), back)).isEqualTo(record.get("record"));
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leaven.schemas.release",
            matches = ".+",
            disabledReason = "writes a release's records, see ReleasedSchemas")
    void writesTheRecordsOfARelease() throws IOException {
        for (Released released : ReleasedSchemas.all()) {
            if (released.release().equals(System.getProperty("leaven.schemas.release"))) {
                ArrayNode golden = JSON.createArrayNode();
                for (Object record : new RandomData(released.schema(), RECORDS, SEED)) {
                    golden.addObject()
                            .put(
                                    "bytes",
                                    Base64.getEncoder().encodeToString(RandomRecords.encode(released.schema(), record)))
                            .set("record", inWords(released.schema(), record));
                }
                Files.writeString(file(released), golden.toPrettyString() + "\n");
            }
        }
        assertThat(Files.exists(ReleasedSchemas.FOLDER.resolve(System.getProperty("leaven.schemas.release"))))
                .isTrue();
    }

    private static Path file(Released released) {
        return ReleasedSchemas.FOLDER
                .resolve(released.release())
                .resolve(released.schema().getName() + ".golden.json");
    }

    private static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(ConfluentFrame.HEADER_BYTES + body.length)
                .put(ConfluentFrame.header(id))
                .put(body)
                .array();
    }

    private static byte[] unframed(byte[] framed) {
        return Arrays.copyOfRange(framed, ConfluentFrame.HEADER_BYTES, framed.length);
    }

    private static Object decode(Schema writer, Schema reader, byte[] bytes) throws IOException {
        return new GenericDatumReader<>(writer, reader, new GenericData())
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    private static JsonNode inWords(Schema schema, Object record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
        new GenericDatumWriter<>(schema, new GenericData()).write(record, encoder);
        encoder.flush();
        return JSON.readTree(out.toByteArray());
    }
}
