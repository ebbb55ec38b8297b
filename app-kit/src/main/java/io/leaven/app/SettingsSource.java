package io.leaven.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where settings come from, weakest first: the defaults of a {@link ConfigDef}, a properties file, the environment
 * ({@code LEAVEN_TOPIC_PREFIX} for {@code topic.prefix}), the command line.
 *
 * <p>A secret may also stand in a file that the environment names: {@code LEAVEN_BASIC_AUTH_USER_INFO_FILE} for {@code
 * basic.auth.user.info}.
 *
 * <p>One file may serve every app: keys that begin with another app's name are left to that app. Keys that begin with
 * {@code kafka.} go to the Kafka clients as they are. Any other key that is not defined is an error.
 *
 * @param file the properties file, if there is one
 * @param environment the process environment
 * @param commandLine what was given as options, by key
 */
public record SettingsSource(Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {

    /** Prefix of keys that Kafka's clients get. */
    public static final String KAFKA = "kafka.";

    private static final Set<String> APPS = Set.of(
            "generator.",
            "enricher.",
            "trainer.",
            "dispatcher.",
            "delivery.",
            "causal.uplift.",
            "causal.mmm.",
            "causal.");
    private static final String ENVIRONMENT_PREFIX = "LEAVEN_";

    /** A source without a file and without an environment. */
    public static SettingsSource of(Map<String, String> values) {
        return new SettingsSource(Optional.empty(), Map.of(), values);
    }

    /**
     * What was set for the keys of some definitions, the stronger layer winning; defaults are left to the definitions.
     *
     * @throws UserError if the file cannot be read, or a key is unknown
     */
    public Map<String, String> resolve(ConfigDef... definitions) {
        Set<String> known = new TreeSet<>();
        for (ConfigDef definition : definitions) {
            known.addAll(definition.names());
        }
        Map<String, String> values = new LinkedHashMap<>();
        file.ifPresent(path -> values.putAll(checked(read(path), known, path.toString())));
        values.putAll(fromEnvironment(known));
        values.putAll(checked(commandLine, known, "the command line"));
        return values;
    }

    /**
     * The settings of an app, out of this source.
     *
     * @param settings such as {@code EnricherSettings::new}
     * @throws UserError if a value is wrong, or a key is unknown
     */
    public <T> T settings(Function<SettingsSource, T> settings) {
        try {
            return settings.apply(this);
        } catch (ConfigException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** The {@code kafka.} keys of all layers, without that prefix. */
    public Map<String, String> kafka() {
        Map<String, String> all = new LinkedHashMap<>();
        file.ifPresent(path -> all.putAll(read(path)));
        Secrets.KAFKA_KEYS.forEach(key -> Secrets.fromFile(environment, environmentName(KAFKA + key))
                .ifPresent(value -> all.put(KAFKA + key, value)));
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX + "KAFKA_") && !Secrets.namesFile(name)) {
                all.put(
                        name.substring(ENVIRONMENT_PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        all.putAll(commandLine);
        Map<String, String> kafka = new TreeMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(KAFKA)) {
                kafka.put(key.substring(KAFKA.length()), value);
            }
        });
        return kafka;
    }

    /** The environment variable of a key. */
    public static String environmentName(String key) {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private Map<String, String> fromEnvironment(Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : known) {
            String name = environmentName(key);
            String value = environment.get(name);
            if (value == null && Secrets.isSecret(key)) {
                value = Secrets.fromFile(environment, name).orElse(null);
            }
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private static Map<String, String> checked(Map<String, String> values, Set<String> known, String where) {
        Map<String, String> mine = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (known.contains(key)) {
                mine.put(key, value);
            } else if (!key.startsWith(KAFKA) && !ofAnotherApp(key, known)) {
                throw new UserError("unknown setting '" + key + "' in " + where + Suggestion.of(key, known));
            }
        });
        return mine;
    }

    private static boolean ofAnotherApp(String key, Set<String> known) {
        return APPS.stream()
                .anyMatch(app -> key.startsWith(app) && known.stream().noneMatch(mine -> mine.startsWith(app)));
    }

    private static Map<String, String> read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot read settings file " + path + ": " + e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
