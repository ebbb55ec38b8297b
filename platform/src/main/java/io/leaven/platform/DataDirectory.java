package io.leaven.platform;

import io.leaven.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place on disk for servers: a given one that stays, or a temporary one that {@link #close} deletes. */
public record DataDirectory(Path path, boolean temporary) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    /**
     * Opens one.
     *
     * @param given made if it is missing; empty for a temporary one
     * @param prefix what a temporary one's name begins with
     * @throws UserError if it cannot be made
     */
    public static DataDirectory open(Optional<Path> given, String prefix) {
        try {
            return given.isPresent()
                    ? new DataDirectory(Files.createDirectories(given.get().toAbsolutePath()), false)
                    : new DataDirectory(Files.createTempDirectory(prefix), true);
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the directory " + given.map(Path::toString).orElse("in the temporary folder") + ": "
                            + e,
                    e);
        }
    }

    /** A folder inside, made if it is missing. */
    Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UserError("cannot make folder " + path.resolve(name) + ": " + e, e);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.warn("temporary directory {} could not be deleted", path, e);
        }
    }
}
