package io.leaven.evaluation.fleet.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A folder on a disk of its own, small enough to be filled: a {@code tmpfs}, which only root may mount. Elsewhere it is a plain folder
 * that cannot be filled, and says why.
 */
public final class SmallDisk implements AutoCloseable {

    private static final int CHUNK = 1 << 20;

    private final Path folder;
    private final Optional<String> trouble;

    /** @param megabytes its size */
    public SmallDisk(Path folder, int megabytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.trouble = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "leaven-fleet", folder.toString())
                .map(why -> "no small disk can be mounted here (" + why + "; it takes root)");
    }

    public Path folder() {
        return folder;
    }

    /** Why it cannot be filled, if it cannot. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Leaves no byte free. */
    public void fill() {
        byte[] chunk = new byte[CHUNK];
        int size = CHUNK;
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (size > 0) {
                try {
                    out.write(chunk, 0, size);
                } catch (IOException full) {
                    size /= 2;
                }
            }
        } catch (IOException e) {
            // Full, also for the last flush.
        }
    }

    /** Gives it back. */
    public void empty() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static Optional<String> run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes()).strip();
            process.waitFor(10, TimeUnit.SECONDS);
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    @Override
    public void close() {
        if (trouble.isEmpty()) {
            run("umount", folder.toString()).ifPresent(why -> run("umount", "-l", folder.toString()));
        }
    }
}
