package io.leaven.evaluation.chaos.process;

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

/** Where data and logs are: a given folder that stays, or a temporary one that {@link #close} deletes. */
public record WorkFolder(Path path, boolean temporary) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    /** @throws UserError if it cannot be made */
    public static WorkFolder open(Optional<Path> given) {
        try {
            return given.isPresent()
                    ? new WorkFolder(Files.createDirectories(given.get().toAbsolutePath()), false)
                    : new WorkFolder(Files.createTempDirectory("leaven-chaos-"), true);
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the folder " + given.map(Path::toString).orElse("in the temporary one"), e);
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
            LOG.warn("temporary folder {} could not be deleted", path, e);
        }
    }
}
