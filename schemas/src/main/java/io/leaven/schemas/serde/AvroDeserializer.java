package io.leaven.schemas.serde;

import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClients;
import io.leaven.schemas.registry.SchemaRegistryException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads {@link ConfluentFrame Confluent's frame} into the record class that it was made for, or, configured by name
 * alone, into the generated class of the writer's schema (a generic record if there is none). Schemas of older and
 * newer writers are resolved by Avro's rules. Safe for use by several threads.
 *
 * <p>Bytes that are no such record raise {@link SerializationException} with the reason; a registry that is out of reach raises
 * {@link SchemaRegistryException}, and the record may be tried again.
 */
public final class AvroDeserializer<T> implements Deserializer<T> {

    private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();
    private final Class<T> type;
    private SchemaRegistryClient registry;
    private boolean ownsRegistry;

    /** For Kafka's reflection; {@link #configure} opens the registry client. */
    public AvroDeserializer() {
        this.type = null;
    }

    AvroDeserializer(SchemaRegistryClient registry, Class<T> type) {
        this.registry = registry;
        this.type = type;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (registry == null) {
            registry = SchemaRegistryClients.open(configs);
            ownsRegistry = true;
        }
    }

    @Override
    public T deserialize(String topic, byte[] framed) {
        if (framed == null) {
            return null;
        }
        int id = ConfluentFrame.schemaId(framed);
        DatumReader<T> reader = readers.computeIfAbsent(id, this::open);
        FrameDecoder decoder = new FrameDecoder(framed, ConfluentFrame.HEADER_BYTES);
        T value;
        try {
            value = reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            // Bytes in memory are all that is read here: Avro has no one class for what can be wrong with them.
            throw new SerializationException("not a record of schema id " + id + ": " + e.getMessage(), e);
        }
        if (decoder.remaining() > 0) {
            throw new SerializationException(
                    decoder.remaining() + " bytes are left after the record of schema id " + id);
        }
        return value;
    }

    private DatumReader<T> open(int id) {
        Schema writer = writerSchema(id);
        if (type != null) {
            Schema reader = SpecificData.get().getSchema(type);
            return new SpecificDatumReader<>(writer, reader, SpecificData.getForClass(type));
        }
        Class<?> generated = SpecificData.get().getClass(writer);
        return generated == null
                ? new GenericDatumReader<>(writer)
                : new SpecificDatumReader<>(
                        writer, SpecificData.get().getSchema(generated), SpecificData.getForClass(generated));
    }

    /** An id that the registry does not know is the record's fault; a registry out of reach is not. */
    private Schema writerSchema(int id) {
        try {
            return registry.byId(id);
        } catch (SchemaRegistryException e) {
            if (e.isNotFound()) {
                throw new SerializationException("no schema has id " + id + ": " + e.getMessage(), e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (ownsRegistry) {
            registry.close();
        }
    }
}
