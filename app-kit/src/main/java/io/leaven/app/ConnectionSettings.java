package io.leaven.app;

import io.leaven.app.operations.OperationsSettings;
import io.leaven.schemas.registry.SchemaRegistryConfig;
import io.leaven.schemas.registry.UrlsWithoutPasswords;
import io.leaven.schemas.serde.SerdeConfig;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Where Kafka and the schema registry are, and where an app says how it is: what every app has. The defaults fit {@code leaven platform}. */
public final class ConnectionSettings extends AbstractConfig {

    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String TOPIC_PREFIX = "topic.prefix";
    public static final String CONNECT_TIMEOUT_MS = "connect.timeout.ms";
    public static final String DEFAULT_REGISTRY = "http://localhost:8081/apis/ccompat/v7";

    public static final ConfigDef DEFINITION = definition();

    private final Map<String, String> kafka;

    public ConnectionSettings(SettingsSource source) {
        this(source.resolve(DEFINITION), source.kafka());
    }

    private ConnectionSettings(Map<String, String> values, Map<String, String> kafka) {
        super(DEFINITION, values, false);
        this.kafka = kafka;
        Secrets.requireJaasConfig(kafka);
    }

    /**
     * The connection of a source that holds an app's settings, too.
     *
     * @param app the app's own definition
     */
    public static ConnectionSettings beside(ConfigDef app, SettingsSource source) {
        Map<String, String> values = source.resolve(DEFINITION, app);
        values.keySet().retainAll(DEFINITION.names());
        return new ConnectionSettings(values, source.kafka());
    }

    public String bootstrapServers() {
        return getString(BOOTSTRAP_SERVERS);
    }

    public String registryUrl() {
        return String.join(",", getList(SchemaRegistryConfig.URL));
    }

    public String topicPrefix() {
        return getString(TOPIC_PREFIX);
    }

    Optional<InetSocketAddress> operationsAddress() {
        return OperationsSettings.address(this);
    }

    int connectTimeoutMs() {
        return getInt(CONNECT_TIMEOUT_MS);
    }

    /** What every Kafka client of Leaven is given. */
    Map<String, Object> kafkaClient() {
        Map<String, Object> client = new HashMap<>(kafka);
        client.put(BOOTSTRAP_SERVERS, bootstrapServers());
        return client;
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef()
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.STRING,
                        "localhost:9092",
                        Importance.HIGH,
                        "Addresses of Kafka brokers, `host:port` with commas.")
                .define(TOPIC_PREFIX, Type.STRING, "leaven.", Importance.MEDIUM, "What every topic's name begins with.")
                .define(
                        CONNECT_TIMEOUT_MS,
                        Type.INT,
                        15_000,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "Milliseconds to wait at the start for the broker and the registry.");
        OperationsSettings.DEFINITION.configKeys().values().forEach(definition::define);
        SerdeConfig.DEFINITION.configKeys().values().forEach(definition::define);
        SchemaRegistryConfig.DEFINITION.configKeys().forEach((name, key) -> {
            if (!name.equals(SchemaRegistryConfig.URL)) {
                definition.define(key);
            }
        });
        return definition.define(
                SchemaRegistryConfig.URL,
                Type.LIST,
                DEFAULT_REGISTRY,
                new UrlsWithoutPasswords(),
                Importance.HIGH,
                "Address of the schema registry, several with commas; `mock://scope` keeps schemas in memory.");
    }
}
