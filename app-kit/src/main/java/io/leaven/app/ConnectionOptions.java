package io.leaven.app;

import io.leaven.schemas.registry.SchemaRegistryConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Option;

/** The options of every command that speaks to Kafka. */
public final class ConnectionOptions {

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers; also LEAVEN_BOOTSTRAP_SERVERS. Default: localhost:9092")
    private String bootstrapServer;

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            description = "Schema registry (Confluent's API); also LEAVEN_SCHEMA_REGISTRY_URL. Default: "
                    + ConnectionSettings.DEFAULT_REGISTRY)
    private String schemaRegistryUrl;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "What topic names begin with; also LEAVEN_TOPIC_PREFIX. Default: leaven.")
    private String topicPrefix;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, strongest of all; `leaven config APP` lists them. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** The layers of settings: file, environment, and these options on top. */
    public SettingsSource source() {
        return source(Map.of());
    }

    /** The same with values of a command's own options, which are as strong as {@code --set}. */
    public SettingsSource source(Map<String, String> options) {
        settings.keySet().stream().filter(Secrets::isSecret).findFirst().ifPresent(ConnectionOptions::refuse);
        Map<String, String> commandLine = new LinkedHashMap<>(settings);
        commandLine.putAll(options);
        put(commandLine, ConnectionSettings.BOOTSTRAP_SERVERS, bootstrapServer);
        put(commandLine, SchemaRegistryConfig.URL, schemaRegistryUrl);
        put(commandLine, ConnectionSettings.TOPIC_PREFIX, topicPrefix);
        return new SettingsSource(Optional.ofNullable(file), System.getenv(), commandLine);
    }

    /**
     * A connection for a command without settings of its own. It is not checked yet.
     *
     * @throws UserError if a setting is wrong
     */
    public Connection connection() {
        return connection(new ConfigDef(), source());
    }

    /** A connection for an app with settings of its own. It is not checked yet. */
    public static Connection connection(ConfigDef app, SettingsSource source) {
        try {
            return new Connection(ConnectionSettings.beside(app, source));
        } catch (ConfigException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** Whoever may list processes reads command lines. */
    private static void refuse(String key) {
        String variable = SettingsSource.environmentName(key);
        throw new UserError(
                key + " is a secret, and everybody on this machine can read command lines: put it into the file of"
                        + " --config, into " + variable + ", or into a file that " + variable + "_FILE names");
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (value != null) {
            values.put(key, value);
        }
    }
}
