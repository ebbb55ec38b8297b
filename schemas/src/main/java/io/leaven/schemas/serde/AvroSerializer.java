package io.leaven.schemas.serde;

import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records in {@link ConfluentFrame Confluent's frame} and registers their schemas under {@code <topic>-value}.
 * Configured with Confluent's names ({@link SerdeConfig}). Safe for use by several threads.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    /** The id of a schema under a topic's subject, and how to write it. */
    private record Writer(int id, SpecificDatumWriter<Object> datum) {}

    private record Target(String topic, Schema schema) {}

    private final Map<Target, Writer> writers = new ConcurrentHashMap<>();
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
        Writer writer = writers.computeIfAbsent(new Target(topic, value.getSchema()), this::open);
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(ConfluentFrame.MAGIC);
        out.writeBytes(ByteBuffer.allocate(4).putInt(writer.id).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.datum.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private Writer open(Target target) {
        String subject = ConfluentFrame.valueSubject(target.topic);
        Schema portable = PortableSchema.of(target.schema);
        int id;
        if (config.useLatestVersion()) {
            id = registry.latest(subject).id();
        } else if (config.autoRegister()) {
            id = registry.register(subject, portable);
        } else {
            id = registry.lookUp(subject, portable);
        }
        return new Writer(id, new SpecificDatumWriter<>(target.schema, SpecificData.getForSchema(target.schema)));
    }

    @Override
    public void close() {
        if (ownsRegistry) {
            registry.close();
        }
    }
}
