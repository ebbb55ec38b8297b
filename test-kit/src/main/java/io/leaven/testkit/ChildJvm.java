package io.leaven.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A main class in a JVM of its own with this one's class path, for what a JVM reads only once. It tells on its first line what the test
 * has to know, and ends when its input does, so it never outlives the test.
 *
 * @param said its first line
 */
public record ChildJvm(Process process, String said) implements AutoCloseable {

    /** @param flags of the JVM */
    public static ChildJvm start(Class<?> main, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(List.of(flags));
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = process.inputReader().readLine();
        if (said == null) {
            throw new IllegalStateException(main.getName() + " ended without a word");
        }
        return new ChildJvm(process, said);
    }

    /** Called by the child when it is up: tells the test, and waits for its end. */
    public static void up(Object said) throws IOException {
        System.out.println(said);
        System.out.flush();
        while (System.in.read() >= 0) {
            // nothing is said to a child but that it is over
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroyForcibly();
    }
}
