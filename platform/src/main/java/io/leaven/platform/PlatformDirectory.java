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

/** The platform's place on disk: a given one that stays, or a temporary one that {@link #close} deletes. */
record PlatformDirectory(Path path, boolean temporary) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformDirectory.class);

    static PlatformDirectory open(Optional<Path> given) {
        try {
            return given.isPresent()
                    ? new PlatformDirectory(Files.createDirectories(given.get().toAbsolutePath()), false)
                    : new PlatformDirectory(Files.createTempDirectory("leaven-platform-"), true);
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the platform's directory "
                            + given.map(Path::toString).orElse("in the temporary folder") + ": " + e,
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
