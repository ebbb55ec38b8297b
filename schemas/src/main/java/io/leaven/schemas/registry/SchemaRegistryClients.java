package io.leaven.schemas.registry;

import java.util.Map;

/** Opens the client that a configuration asks for. */
public final class SchemaRegistryClients {

    static final String MOCK = "mock://";

    private SchemaRegistryClients() {}

    /**
     * A client for {@code schema.registry.url}: one address or several with commas, or {@code mock://scope} for a
     * registry in memory that every client of the same scope in this process shares.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is missing or wrong
     */
    public static SchemaRegistryClient open(Map<String, ?> configs) {
        SchemaRegistryConfig config = new SchemaRegistryConfig(configs);
        String first = config.urls().get(0);
        return first.startsWith(MOCK)
                ? InMemorySchemaRegistryClient.ofScope(first.substring(MOCK.length()))
                : new HttpSchemaRegistryClient(config);
    }
}
