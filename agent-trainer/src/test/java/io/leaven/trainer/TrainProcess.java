package io.leaven.trainer;

import io.leaven.app.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** {@code leaven train} in a process of its own, which can be killed. */
final class TrainProcess implements AutoCloseable {

    private final Process process;

    private TrainProcess(Process process) {
        this.process = process;
    }

    /** @param log takes what the process prints, after what is there */
    static TrainProcess start(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-Dorg.apache.logging.log4j.level=INFO",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TrainProcess.class.getName()));
        command.addAll(arguments);
        return new TrainProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9: the process has no say. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrainCommand(new StopSignal())).execute(arguments));
    }
}
