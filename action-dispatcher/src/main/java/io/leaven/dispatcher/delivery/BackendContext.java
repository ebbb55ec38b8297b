package io.leaven.dispatcher.delivery;

import io.leaven.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * What a backend is opened with.
 *
 * @param settings by {@link MessageBackend#settings}
 * @param environment of the process; secrets come from here or from files, never from settings
 * @param inFlight most messages that are on their way at once
 * @param clock tells the time of signatures
 */
public record BackendContext(AbstractConfig settings, Map<String, String> environment, int inFlight, Clock clock) {

    /**
     * Secrets, the newest first: one a line of a file, or separated by blanks in an environment variable.
     *
     * @param fileKey the setting that names the file; empty for none
     * @param variable where else to look
     * @return none if neither is there
     * @throws UserError if the file cannot be read or holds none
     */
    public List<String> secrets(String fileKey, String variable) {
        return secrets(settings.getString(fileKey), variable, environment);
    }

    /** The same for one who has no backend. */
    public static List<String> secrets(String file, String variable, Map<String, String> environment) {
        if (file.isEmpty()) {
            return words(environment.getOrDefault(variable, ""));
        }
        try {
            List<String> found = words(Files.readString(Path.of(file)));
            if (found.isEmpty()) {
                throw new UserError("the file of secrets " + file + " is empty");
            }
            return found;
        } catch (IOException e) {
            throw new UserError("cannot read the file of secrets " + file + ": " + e, e);
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
