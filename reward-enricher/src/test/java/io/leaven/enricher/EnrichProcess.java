package io.leaven.enricher;

import io.leaven.app.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** {@code leaven enrich} in a process of its own, which can be killed. */
final class EnrichProcess implements AutoCloseable {

    private final Process process;

    private EnrichProcess(Process process) {
        this.process = process;
    }

    /** @param log takes what the process prints */
    static EnrichProcess start(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                EnrichProcess.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new EnrichProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9: nothing is flushed, committed or left properly. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EnrichCommand(new StopSignal())).execute(arguments));
    }
}
