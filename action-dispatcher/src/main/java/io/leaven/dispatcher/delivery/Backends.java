package io.leaven.dispatcher.delivery;

import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** The backends on the class path. */
public final class Backends {

    private Backends() {}

    /** New ones, not opened, in the order of their names. */
    public static List<MessageBackend> installed() {
        return ServiceLoader.load(MessageBackend.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(java.util.Comparator.comparing(MessageBackend::name))
                .toList();
    }

    /**
     * The backend of that name, not opened.
     *
     * @throws UserError if there is none
     */
    public static MessageBackend named(String name) {
        List<MessageBackend> installed = installed();
        List<String> names = installed.stream().map(MessageBackend::name).toList();
        return installed.stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UserError("there is no message backend '" + name + "'" + Suggestion.of(name, names)
                                + " (installed: " + names.stream().collect(Collectors.joining(", ")) + ")"));
    }

    /** Some settings and those of every backend that is installed, so that one file may serve them all. */
    public static ConfigDef withSettings(ConfigDef own) {
        ConfigDef all = new ConfigDef(own);
        for (MessageBackend backend : installed()) {
            backend.settings().configKeys().values().forEach(all::define);
        }
        return all;
    }
}
