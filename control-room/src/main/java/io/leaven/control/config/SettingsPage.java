package io.leaven.control.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.Collectors;

/** Settings as text, JSON or a table for the documentation. */
final class SettingsPage {

    private SettingsPage() {}

    static String text(List<EffectiveSetting> settings) {
        return settings.stream()
                .map(setting -> setting.key() + " = " + (setting.value().isEmpty() ? "[empty]" : setting.value())
                        + "   (" + setting.origin() + ")\n    "
                        + setting.documentation() + "\n    " + setting.type() + "; also " + setting.environment()
                        + (setting.origin().equals("default") ? "" : "; default: " + setting.defaultValue()))
                .collect(Collectors.joining("\n\n"));
    }

    static String json(List<EffectiveSetting> settings) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (EffectiveSetting setting : settings) {
            list.addObject()
                    .put("key", setting.key())
                    .put("value", setting.value())
                    .put("origin", setting.origin())
                    .put("default", setting.defaultValue())
                    .put("type", setting.type())
                    .put("environment", setting.environment())
                    .put("documentation", setting.documentation());
        }
        return list.toString();
    }

    static String markdown(List<EffectiveSetting> settings) {
        return settings.stream()
                .map(setting -> "| `" + setting.key() + "` | " + code(setting.defaultValue()) + " | "
                        + setting.documentation().replace("|", "\\|") + " |")
                .collect(Collectors.joining("\n", "| setting | default | what it does |\n|---|---|---|\n", ""));
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + value.replace("|", "\\|") + "`";
    }
}
