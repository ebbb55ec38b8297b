package io.leaven.schemas.serde;

import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClient.RegisteredSchema;
import io.leaven.schemas.registry.SchemaRegistryClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records in {@link ConfluentFrame Confluent's frame} and registers their schemas under {@code <topic>-value}.
 * Configured with Confluent's names ({@link SerdeConfig}). Safe for use by several threads.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    /** Larger buffers are not kept for the next record. */
    private static final int LARGEST_SPARE = 1 << 16;

    private static final SpecificData DATA = data();

    /** A topic's record type, its frame's header and how to write it. */
    private record Writer(String topic, Schema schema, byte[] header, SpecificDatumWriter<Object> datum) {
        boolean fits(String otherTopic, Schema otherSchema) {
            return schema == otherSchema && topic.equals(otherTopic);
        }
    }

    private record Target(String topic, Schema schema) {}

    /** Memory that a record is written to before it is copied out. */
    private static final class Scratch {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    }

    private final Map<Target, Writer> writers = new ConcurrentHashMap<>();
    private final AtomicReference<Scratch> spare = new AtomicReference<>();
    private volatile Writer last;
    private SchemaRegistryClient registry;
    private SerdeConfig config;
    private boolean ownsRegistry;

    /** For Kafka's reflection; {@link #configure} opens the registry client. */
    public AvroSerializer() {}

    AvroSerializer(SchemaRegistryClient registry, SerdeConfig config) {
        this.registry = registry;
        this.config = config;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (registry == null) {
            config = new SerdeConfig(configs);
            registry = SchemaRegistryClients.open(configs);
            ownsRegistry = true;
        }
    }

    @Override
    public byte[] serialize(String topic, T value) {
        if (value == null) {
            return null;
        }
        Writer writer = writer(topic, value.getSchema());
        Scratch scratch = spare.getAndSet(null);
        if (scratch == null) {
            scratch = new Scratch();
        }
        scratch.bytes.reset();
        scratch.bytes.writeBytes(writer.header);
        try {
            writer.datum.write(value, scratch.encoder);
            scratch.encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        byte[] framed = scratch.bytes.toByteArray();
        if (framed.length <= LARGEST_SPARE) {
            spare.set(scratch);
        }
        return framed;
    }

    private Writer writer(String topic, Schema schema) {
        Writer writer = last;
        if (writer == null || !writer.fits(topic, schema)) {
            writer = writers.computeIfAbsent(new Target(topic, schema), this::open);
            last = writer;
        }
        return writer;
    }

    private Writer open(Target target) {
        String subject = ConfluentFrame.valueSubject(target.topic);
        Schema portable = PortableSchema.of(target.schema);
        int id;
        if (config.useLatestVersion()) {
            id = latest(subject, portable);
        } else if (config.autoRegister()) {
            id = registry.register(subject, portable);
        } else {
            id = registry.lookUp(subject, portable);
        }
        return new Writer(
                target.topic, target.schema, ConfluentFrame.header(id), new SpecificDatumWriter<>(target.schema, DATA));
    }

    /** Under another schema's id the bytes would mean something else, so only documentation may differ. */
    private int latest(String subject, Schema own) {
        RegisteredSchema latest = registry.latest(subject);
        if (!SchemaNormalization.toParsingForm(latest.schema()).equals(SchemaNormalization.toParsingForm(own))) {
            throw new SerializationException("version " + latest.version() + " of subject '" + subject
                    + "' is not the schema of " + own.getFullName() + "; " + SerdeConfig.USE_LATEST
                    + " needs them to be the same");
        }
        return latest.id();
    }

    /** Generated code writes the records that it can, which takes half the time. */
    private static SpecificData data() {
        SpecificData data = new SpecificData(AvroSerializer.class.getClassLoader());
        data.addLogicalTypeConversion(new TimestampMillisConversion());
        data.setCustomCoders(true);
        return data;
    }

    @Override
    public void close() {
        if (ownsRegistry) {
            registry.close();
        }
    }
}
