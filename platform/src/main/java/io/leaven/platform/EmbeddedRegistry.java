package io.leaven.platform;

import io.leaven.app.UserError;
import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClients;
import io.leaven.schemas.registry.SchemaRegistryConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A schema registry on this machine: Apicurio's server as a child process of the same JDK, spoken to by Confluent's API. It
 * takes about four seconds and 200 MB. New versions of a schema must be able to read every older one.
 *
 * <p>The child ends with {@link #close} and, by {@link ParentGuard}, when this process is gone, however it ended. There is no
 * shutdown hook: on Ctrl-C it would end the registry before the apps, which still need it to publish what they have.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+:\\d+)");
    private static final String CONFLUENT_API = "/apis/ccompat/v7";
    private static final String SERVER = "io.quarkus.runner.GeneratedMain";
    private static final int TOLD_LINES = 8;

    private final Process process;
    private final Path log;
    private final String url;

    private EmbeddedRegistry(Process process, Path log, String url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /**
     * Starts a registry and waits until it answers.
     *
     * @param port 0 for a free one
     * @param home where the server is unpacked
     * @param directory for its log and what it needs to start, of its own
     * @param keep whether schemas are kept in the directory for the next start, or in memory
     * @throws UserError if the port is taken, the server is not at home, or it dies or stays silent
     */
    public static EmbeddedRegistry start(String host, int port, Path home, Path directory, boolean keep) {
        Path server = server(home);
        if (port != 0) {
            Ports.requireFree(host, port, "schema registry");
        }
        Path log = directory.resolve("registry.log");
        ProcessBuilder builder = new ProcessBuilder(command(server, directory))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("QUARKUS_HTTP_HOST", host);
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment()
                .put(
                        "REGISTRY_DATASOURCE_URL",
                        keep ? "jdbc:h2:file:" + directory.resolve("schemas") : "jdbc:h2:mem:registry_db");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UserError("the schema registry cannot be started: " + e.getMessage(), e);
        }
        boolean started = false;
        try {
            String url = awaitListening(process, log) + CONFLUENT_API;
            requireBackwardCompatibility(url);
            started = true;
            return new EmbeddedRegistry(process, log, url);
        } finally {
            if (!started) {
                end(process);
            }
        }
    }

    /** Address for clients that speak Confluent's API. */
    public String url() {
        return url;
    }

    /** Why the registry is gone, if it ended by itself. */
    Optional<Throwable> failure() {
        return process.isAlive()
                ? Optional.empty()
                : Optional.of(new UserError("the schema registry at " + url + " ended with exit code "
                        + process.exitValue() + "; its log ends:\n" + lastLines(log)));
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    private static Path server(Path home) {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new UserError("no schema registry server (*-runner.jar) in " + home + "; "
                            + PlatformSettings.REGISTRY_HOME_PROPERTY + " names its folder"));
        } catch (IOException e) {
            throw new UserError(
                    "the schema registry's home " + home.toAbsolutePath()
                            + " cannot be read. The build of module platform unpacks it; "
                            + PlatformSettings.REGISTRY_HOME_PROPERTY + " names another folder",
                    e);
        }
    }

    private static List<String> command(Path server, Path directory) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                guardClasses(directory) + File.pathSeparator + server.toAbsolutePath(),
                ParentGuard.class.getName(),
                SERVER);
    }

    /** A folder with nothing but the guard's class: Leaven's own libraries must not mix with the server's. */
    private static Path guardClasses(Path directory) {
        String resource = ParentGuard.class.getName().replace('.', '/') + ".class";
        Path classes = directory.resolve("guard");
        Path file = classes.resolve(resource);
        try (InputStream bytes = ParentGuard.class.getClassLoader().getResourceAsStream(resource)) {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.readAllBytes());
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + e, e);
        }
        return classes;
    }

    /** The address that the server says it listens on, which it does once it is ready. */
    private static String awaitListening(Process process, Path log) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Matcher listening = LISTENING.matcher(read(log));
            if (listening.find()) {
                return listening.group(1);
            }
            try {
                if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new UserError("the schema registry ended at its start with exit code " + process.exitValue()
                            + "; its log ends:\n" + lastLines(log));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UserError("interrupted while the schema registry started", e);
            }
        }
        throw new UserError("the schema registry was not ready within " + PATIENCE.toSeconds() + " s; its log ends:\n"
                + lastLines(log));
    }

    /** Left alone, Apicurio would take any schema. */
    private static void requireBackwardCompatibility(String url) {
        try (SchemaRegistryClient client = SchemaRegistryClients.open(Map.of(SchemaRegistryConfig.URL, url))) {
            client.setDefaultCompatibility("BACKWARD_TRANSITIVE");
        }
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e + ")";
        }
    }

    private static String lastLines(Path log) {
        List<String> lines = read(log).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
