package io.leaven.app;

import io.leaven.schemas.registry.SchemaRegistryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** Which settings are secrets, and how they come from files, as container platforms hand them over. */
final class Secrets {

    /** Those of Kafka's clients, without {@code kafka.}. */
    static final Set<String> KAFKA_KEYS = passwords(AdminClientConfig.configDef());

    private static final Set<String> REGISTRY_KEYS = passwords(SchemaRegistryConfig.DEFINITION);
    private static final String FILE = "_FILE";

    private Secrets() {}

    /** Whether the value of a key must not be seen. */
    static boolean isSecret(String key) {
        return key.startsWith(SettingsSource.KAFKA)
                ? KAFKA_KEYS.contains(key.substring(SettingsSource.KAFKA.length()))
                : REGISTRY_KEYS.contains(key);
    }

    /** Whether a variable of the environment names the file of a secret of Kafka's clients. */
    static boolean namesFile(String variable) {
        return KAFKA_KEYS.stream()
                .anyMatch(key -> variable.equals(SettingsSource.environmentName(SettingsSource.KAFKA + key) + FILE));
    }

    /**
     * The content of the file that {@code VARIABLE_FILE} names, without the line's end.
     *
     * @throws UserError naming the variable and the file, if it cannot be read
     */
    static Optional<String> fromFile(Map<String, String> environment, String variable) {
        String file = environment.get(variable + FILE);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new UserError("cannot read the file " + file + " that " + variable + FILE + " names: " + e, e);
        }
    }

    /**
     * Refuses a login that Kafka cannot read: its own error repeats the word at which it stumbled, which may be a piece of the
     * password.
     *
     * @param kafka keys of Kafka's clients
     * @throws ConfigException without a cause, for that reason
     */
    static void requireJaasConfig(Map<String, String> kafka) {
        String jaas = kafka.get(SaslConfigs.SASL_JAAS_CONFIG);
        if (jaas == null) {
            return;
        }
        try {
            JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas)));
        } catch (IllegalArgumentException | KafkaException e) {
            throw new ConfigException(SettingsSource.KAFKA + SaslConfigs.SASL_JAAS_CONFIG
                    + " cannot be read: it is not `CLASS required NAME=\"VALUE\" ...;` with each value in quotation marks"
                    + " and one login in all. It is not shown, as it holds a password");
        }
    }

    private static Set<String> passwords(ConfigDef definition) {
        Set<String> keys = new TreeSet<>();
        definition.configKeys().forEach((name, key) -> {
            if (key.type == Type.PASSWORD) {
                keys.add(name);
            }
        });
        return Set.copyOf(keys);
    }
}
