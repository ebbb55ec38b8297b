package io.leaven.control.config;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * One setting as an app would see it.
 *
 * @param key its name
 * @param value in force; hidden for passwords
 * @param origin which layer it comes from, in words
 * @param defaultValue without any layer
 * @param type Kafka's name of the type
 * @param environment the variable that sets it
 * @param documentation what it does
 */
record EffectiveSetting(
        String key,
        String value,
        String origin,
        String defaultValue,
        String type,
        String environment,
        String documentation) {

    private static final String HIDDEN = "[hidden]";
    private static final String UNSET = "[not set]";

    /**
     * All settings of a definition, in its order.
     *
     * @throws io.leaven.app.UserError if a layer has an unknown key
     * @throws org.apache.kafka.common.config.ConfigException if a value is wrong
     */
    static List<EffectiveSetting> of(ConfigDef definition, SettingsSource source) {
        Map<String, String> set = source.resolve(definition, ConnectionSettings.DEFINITION);
        set.keySet().retainAll(definition.names());
        definition.parse(set);
        ConnectionSettings.beside(definition, source);
        List<EffectiveSetting> settings = new ArrayList<>();
        for (ConfigKey key : definition.configKeys().values()) {
            String defaultValue = key.hasDefault() ? text(key, key.defaultValue) : "[must be set]";
            String value = set.containsKey(key.name) ? shown(key, set.get(key.name)) : defaultValue;
            settings.add(new EffectiveSetting(
                    key.name,
                    value,
                    origin(key.name, definition, source),
                    defaultValue,
                    key.type.name().toLowerCase(Locale.ROOT),
                    SettingsSource.environmentName(key.name),
                    key.documentation));
        }
        return settings;
    }

    private static String origin(String key, ConfigDef definition, SettingsSource source) {
        if (source.commandLine().containsKey(key)) {
            return "command line";
        }
        String variable = SettingsSource.environmentName(key);
        if (source.environment().containsKey(variable)) {
            return "environment " + variable;
        }
        SettingsSource file = new SettingsSource(source.file(), Map.of(), Map.of());
        Optional<String> inFile = Optional.ofNullable(
                file.resolve(definition, ConnectionSettings.DEFINITION).get(key));
        return inFile.map(value -> "file " + source.file().orElseThrow()).orElse("default");
    }

    private static String shown(ConfigKey key, String value) {
        return key.type == Type.PASSWORD ? HIDDEN : value;
    }

    private static String text(ConfigKey key, Object value) {
        return value == null ? UNSET : shown(key, ConfigDef.convertToString(value, key.type));
    }
}
