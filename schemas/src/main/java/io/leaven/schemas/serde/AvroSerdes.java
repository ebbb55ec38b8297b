package io.leaven.schemas.serde;

import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClients;
import io.leaven.schemas.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes the serdes of one app: all of them share one registry client. The classes come from configuration
 * ({@link SerdeConfig#SERIALIZER}), so that Confluent's own can take the place of ours.
 */
public final class AvroSerdes implements AutoCloseable {

    private final Map<String, Object> configs;
    private final SerdeConfig config;
    private final SchemaRegistryClient registry;

    /** @param configs {@code schema.registry.url} and, if wanted, the other keys of {@link SerdeConfig} and the client */
    public AvroSerdes(Map<String, ?> configs) {
        this(configs, SchemaRegistryClients.open(configs));
    }

    AvroSerdes(Map<String, ?> configs, SchemaRegistryClient registry) {
        this.configs = new HashMap<>(configs);
        this.configs.putIfAbsent("specific.avro.reader", true);
        this.config = new SerdeConfig(configs);
        this.registry = registry;
    }

    /** The client that the serdes share. */
    public SchemaRegistryClient registry() {
        return registry;
    }

    public <T extends SpecificRecord> Serde<T> serde(Topic<T> topic) {
        return Serdes.serdeFrom(serializer(), deserializer(topic.valueType()));
    }

    @SuppressWarnings("unchecked")
    public <T extends SpecificRecord> Serializer<T> serializer() {
        Class<?> type = config.getClass(SerdeConfig.SERIALIZER);
        if (type == AvroSerializer.class) {
            return new AvroSerializer<>(registry, config);
        }
        Serializer<T> serializer = config.getConfiguredInstance(SerdeConfig.SERIALIZER, Serializer.class);
        serializer.configure(configs, false);
        return serializer;
    }

    @SuppressWarnings("unchecked")
    public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> valueType) {
        Class<?> type = config.getClass(SerdeConfig.DESERIALIZER);
        if (type == AvroDeserializer.class) {
            return new AvroDeserializer<>(registry, valueType);
        }
        Deserializer<T> deserializer = config.getConfiguredInstance(SerdeConfig.DESERIALIZER, Deserializer.class);
        deserializer.configure(configs, false);
        return deserializer;
    }

    @Override
    public void close() {
        registry.close();
    }
}
