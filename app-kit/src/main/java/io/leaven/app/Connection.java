package io.leaven.app;

import io.leaven.app.operations.Operations;
import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClients;
import io.leaven.schemas.registry.SchemaRegistryConfig;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.serde.AvroSerdes;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** An app's way to Kafka and the registry: client configurations, serdes and full topic names. */
public final class Connection implements AutoCloseable {

    private final ConnectionSettings settings;
    private final AvroSerdes serdes;
    private final Serializer<SpecificRecord> serializer;

    public Connection(ConnectionSettings settings) {
        this.settings = settings;
        this.serdes = new AvroSerdes(settings.values());
        this.serializer = serdes.serializer();
    }

    public AvroSerdes serdes() {
        return serdes;
    }

    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    public String registryUrl() {
        return settings.registryUrl();
    }

    public String topicPrefix() {
        return settings.topicPrefix();
    }

    /**
     * Begins to say how this process is, where the settings say so.
     *
     * @throws UserError if the address is not free
     */
    public Operations operations() {
        return Operations.open(settings.operationsAddress());
    }

    /** The topic's name on the broker. */
    public String name(Topic<?> topic) {
        return topic.fullName(settings.topicPrefix());
    }

    /**
     * Waits until broker and registry answer.
     *
     * @throws UserError saying what was tried and for how long, if one does not
     */
    public Connection check() {
        checkBroker();
        checkRegistry();
        return this;
    }

    /**
     * Waits until the broker answers: for what needs no registry.
     *
     * @throws UserError if it does not
     */
    public void checkBroker() {
        int timeout = settings.connectTimeoutMs();
        try (Admin admin = admin()) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeout))
                    .nodes()
                    .get();
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                throw new UserError(
                        "the Kafka broker at " + bootstrapServers() + " refused to let us in ("
                                + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                                + "). docs/security.md tells which settings name user, password and certificates.",
                        e);
            }
            throw new UserError(
                    "no Kafka broker answered at " + bootstrapServers() + " within " + timeout / 1000.0 + " s ("
                            + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                            + "). Is it running? `leaven platform` starts one here; --bootstrap-server names another.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for Kafka at " + bootstrapServers(), e);
        }
    }

    /** By a client of its own, whose patience is the connection's. */
    void checkRegistry() {
        Map<String, Object> config = new HashMap<>(settings.values());
        config.put(SchemaRegistryConfig.REQUEST_TIMEOUT_MS, settings.connectTimeoutMs());
        config.put(SchemaRegistryConfig.RETRY_TIMEOUT_MS, settings.connectTimeoutMs());
        try (SchemaRegistryClient registry = SchemaRegistryClients.open(config)) {
            registry.isCompatible(
                    "leaven-connection-check", SchemaBuilder.builder().intType());
        } catch (SchemaRegistryException e) {
            throw new UserError(
                    e.getMessage() + ". Is it running? `leaven platform` starts one here; --schema-registry-url names"
                            + " another.",
                    e);
        }
    }

    /** @throws UserError if no client can be made of the settings, as of every client here */
    public Admin admin() {
        return client(() -> Admin.create(settings.kafkaClient()));
    }

    /** What every Kafka client of this connection is given, security included. */
    public Map<String, Object> clientConfig() {
        return settings.kafkaClient();
    }

    /**
     * A consumer of raw bytes without a group, at read_committed: to read whole topics by assignment. It creates no topic, which
     * would be one with the broker's settings instead of the catalogue's.
     */
    public Consumer<byte[], byte[]> rawReader(String clientId) {
        Map<String, Object> config = new HashMap<>(settings.kafkaClient());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return client(() -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** A consumer of raw bytes in a group, at read_committed, that commits only when told to. */
    public Consumer<byte[], byte[]> rawConsumer(String clientId, String group, Map<String, Object> overrides) {
        Map<String, Object> config = new HashMap<>(settings.kafkaClient());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.putAll(overrides);
        return client(() -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** An idempotent producer of raw bytes, acks=all; with a {@code transactional.id} among the overrides, a transactional one. */
    public Producer<byte[], byte[]> rawProducer(String clientId, Map<String, Object> overrides) {
        Map<String, Object> config = new HashMap<>(settings.kafkaClient());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        config.putAll(overrides);
        return client(() -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Kafka wraps what is wrong, such as a keystore that does not open, into exceptions which only say that there is no client. */
    private <C> C client(Supplier<C> maker) {
        try {
            return maker.get();
        } catch (KafkaException e) {
            Throwable reason = e;
            while (reason.getCause() instanceof KafkaException cause) {
                reason = cause;
            }
            String why =
                    reason.getCause() == null ? "" : ": " + reason.getCause().getMessage();
            throw new UserError(
                    "no Kafka client for " + bootstrapServers() + " can be made of the settings: " + reason.getMessage()
                            + why + ". docs/security.md tells which settings name user, password and certificates.",
                    e);
        }
    }

    /** A record for {@link #rawProducer}: key as UTF-8, value by the registry's frame. */
    public <V extends SpecificRecord> ProducerRecord<byte[], byte[]> record(
            Topic<V> topic, String key, V value, Long timestamp) {
        String name = name(topic);
        return new ProducerRecord<>(
                name, null, timestamp, key.getBytes(StandardCharsets.UTF_8), serializer.serialize(name, value));
    }

    @Override
    public void close() {
        serdes.close();
    }
}
