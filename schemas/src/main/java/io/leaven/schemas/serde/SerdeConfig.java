package io.leaven.schemas.serde;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** How schemas meet the registry, under Confluent's names. */
public final class SerdeConfig extends AbstractConfig {

    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String USE_LATEST = "use.latest.version";
    public static final String SERIALIZER = "avro.serializer.class";
    public static final String DESERIALIZER = "avro.deserializer.class";

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    AUTO_REGISTER,
                    Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether a schema that the registry lacks is registered on first use.")
            .define(
                    USE_LATEST,
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether to write with the id of the subject's newest schema instead of the record's own.")
            .define(
                    SERIALIZER,
                    Type.CLASS,
                    AvroSerializer.class,
                    Importance.LOW,
                    "Serializer of record values; the Maven profile `confluent` offers Confluent's own.")
            .define(DESERIALIZER, Type.CLASS, AvroDeserializer.class, Importance.LOW, "Deserializer of record values.");

    public SerdeConfig(Map<String, ?> values) {
        super(DEFINITION, values, false);
    }

    boolean autoRegister() {
        return getBoolean(AUTO_REGISTER);
    }

    boolean useLatestVersion() {
        return getBoolean(USE_LATEST);
    }
}
