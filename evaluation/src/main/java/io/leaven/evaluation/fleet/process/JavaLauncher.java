package io.leaven.evaluation.fleet.process;

import io.leaven.platform.ParentGuard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How further Java processes start as this one was started: the same JDK, class path and system properties. */
public final class JavaLauncher {

    /** What children must know as this process does: homes of natives and servers, limits of decoders. */
    private static final List<String> HANDED_DOWN =
            List.of("leaven.", "ai.djl.", "OPT_OUT_TRACKING", "org.apache.avro.", "file.encoding");

    private static final int NATIVE_ACCESS_SINCE = 22;

    private final List<String> beginning = new ArrayList<>();

    /** @param flags for every process, beside those of the launcher */
    public JavaLauncher(List<String> flags) {
        beginning.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> HANDED_DOWN.stream().anyMatch(name::startsWith))
                .sorted()
                .forEach(name -> beginning.add("-D" + name + "=" + System.getProperty(name)));
        // Many processes on few cores, started often: a collector of one thread, and a compiler that is soon done.
        beginning.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"));
        if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
            beginning.add("--enable-native-access=ALL-UNNAMED");
        }
        beginning.addAll(flags);
        beginning.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
    }

    /**
     * The command line of a process that ends with this one.
     *
     * @param heap such as {@code 256m}
     * @param main name of the main class
     */
    public List<String> command(String heap, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(beginning);
        command.add(1, "-Xmx" + heap);
        command.addAll(List.of(ParentGuard.class.getName(), main));
        command.addAll(arguments);
        return command;
    }

    /** Output and errors go to the end of the log. Settings of Leaven that happen to be in this process' environment are not handed down. */
    static ProcessBuilder builder(List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("LEAVEN_") && !key.startsWith("LEAVEN_LOG_"));
        return builder;
    }

    private static String absolute(String classPath) {
        return String.join(
                java.io.File.pathSeparator,
                List.of(classPath.split(java.io.File.pathSeparator)).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
