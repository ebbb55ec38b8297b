package io.leaven.app;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Checks of settings that Kafka's {@link ConfigDef} does not have. */
public final class Validators {

    private Validators() {}

    /** A finite double above 0, or none. */
    public static ConfigDef.Validator aboveZero() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null && !((Double) value > 0 && Double.isFinite((Double) value))) {
                        throw new ConfigException(name, value, "must be above 0");
                    }
                },
                () -> "above 0");
    }
}
