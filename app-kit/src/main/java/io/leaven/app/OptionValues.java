package io.leaven.app;

import java.util.LinkedHashMap;
import java.util.Map;

/** The options of a command that are settings, too, by key. An option that was not given leaves its setting alone. */
public final class OptionValues {

    private final Map<String, String> values = new LinkedHashMap<>();

    /** @param value null if the option was not given */
    public OptionValues with(String key, Object value) {
        if (value != null) {
            values.put(key, value.toString());
        }
        return this;
    }

    public Map<String, String> toMap() {
        return Map.copyOf(values);
    }
}
