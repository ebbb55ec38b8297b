package io.leaven.generator;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** What can be set about the generator. */
public final class GeneratorSettings extends AbstractConfig {

    public static final String CATALOGUE_FILE = "generator.catalogue.file";
    public static final String DECISION_TIMEOUT_MS = "generator.decision.timeout.ms";
    public static final String LINGER_MS = "generator.linger.ms";
    public static final String BATCH_BYTES = "generator.batch.bytes";

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    CATALOGUE_FILE,
                    Type.STRING,
                    "",
                    Importance.HIGH,
                    "File of channels and promotions that logging policies choose among; empty for the standard"
                            + " catalogue of ten actions.")
            .define(
                    DECISION_TIMEOUT_MS,
                    Type.LONG,
                    300_000L,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Milliseconds that customers in loop mode wait without any of them getting a decision; then the"
                            + " generator gives up.")
            .define(
                    LINGER_MS,
                    Type.INT,
                    5,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Milliseconds that records wait for others to be sent with: longer is more records a second, and"
                            + " later ones in loop mode.")
            .define(
                    BATCH_BYTES,
                    Type.INT,
                    256 * 1024,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Most bytes of records to one partition that are sent together.");

    /**
     * Reads the settings of a source that holds the connection's, too.
     *
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong
     */
    public GeneratorSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
    }

    private static Map<String, String> own(SettingsSource source) {
        Map<String, String> values = source.resolve(DEFINITION, ConnectionSettings.DEFINITION);
        values.keySet().retainAll(DEFINITION.names());
        return values;
    }

    /** @throws UserError if there is such a file and it cannot be used */
    public ActionCatalogue catalogue() {
        String file = getString(CATALOGUE_FILE);
        try {
            return file.isEmpty() ? ActionCatalogue.standard() : ActionCatalogue.read(Path.of(file));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    Duration decisionTimeout() {
        return Duration.ofMillis(getLong(DECISION_TIMEOUT_MS));
    }

    /** What the producer is given beyond the connection's. */
    Map<String, Object> producer() {
        return Map.of(
                ProducerConfig.LINGER_MS_CONFIG, getInt(LINGER_MS),
                ProducerConfig.BATCH_SIZE_CONFIG, getInt(BATCH_BYTES));
    }
}
