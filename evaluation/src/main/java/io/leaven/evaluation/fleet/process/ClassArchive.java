package io.leaven.evaluation.fleet.process;

import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An archive of the classes that Leaven loads (class-data sharing, JEP 350). A process that starts with it is ready after little more than half
 * the processor time. The images have one of the same training: see the Dockerfile.
 */
public final class ClassArchive {

    /** The whole loop, small: what the servers and the apps load at work. */
    private static final List<String> TRAINING = List.of("demo", "--once", "--customers", "20", "--steps", "5");

    private static final String TRAINING_HEAP = "1g";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private ClassArchive() {}

    /**
     * Trains and makes the archive, which takes half a minute.
     *
     * @param directory for the archive, the log and the report of the training
     * @param leaven name of the main class of {@code leaven}
     * @param stop ends the training
     * @return the flag of processes with this one's class path; empty if none could be made, which {@code directory/training.log}
     *     explains: Java archives no classes outside of jars
     * @throws UserError if it was told to stop
     */
    public static Optional<String> make(Path directory, String leaven, StopSignal stop)
            throws IOException, InterruptedException {
        Path archive = directory.resolve("classes.jsa").toAbsolutePath();
        List<String> arguments = new ArrayList<>(TRAINING);
        arguments.addAll(List.of("--report", directory.resolve("training").toString()));
        List<String> command = new JavaLauncher(List.of("-XX:ArchiveClassesAtExit=" + archive))
                .command(TRAINING_HEAP, leaven, arguments);
        return make(command, archive, directory.resolve("training.log"), stop);
    }

    /** @param command makes the archive as it ends */
    static Optional<String> make(List<String> command, Path archive, Path log, StopSignal stop)
            throws IOException, InterruptedException {
        Files.deleteIfExists(archive);
        Process training = JavaLauncher.builder(command, log).start();
        try {
            while (training.isAlive()) {
                if (stop.await(BETWEEN_LOOKS)) {
                    throw new UserError("stopped");
                }
            }
        } finally {
            training.destroyForcibly().waitFor();
        }
        return training.exitValue() == 0 && Files.exists(archive)
                ? Optional.of("-XX:SharedArchiveFile=" + archive)
                : Optional.empty();
    }
}
