package io.leaven.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The stack of {@code docker-compose.yml} under a project name and on ports of its own, driven as a person would: by {@code docker
 * compose}, or {@code docker-compose} where that is all there is.
 */
final class ComposeStack implements AutoCloseable {

    private static final int MOST_SECONDS = 300;
    private static final Path SOURCE = Path.of(System.getProperty("leaven.source"));
    private static final Path LOGS = Path.of(System.getProperty("leaven.containers.logs"));

    private final List<String> compose;
    private final Map<String, String> variables = new TreeMap<>();

    /** @param settings variables of the compose file */
    ComposeStack(Map<String, String> settings) {
        compose = works("docker", "compose", "version") ? List.of("docker", "compose") : List.of("docker-compose");
        variables.put(
                "COMPOSE_PROJECT_NAME", "leaven-it-" + ProcessHandle.current().pid());
        variables.putAll(Images.composeVariables());
        for (String port :
                List.of("KAFKA_1_PORT", "KAFKA_2_PORT", "KAFKA_3_PORT", "REGISTRY_PORT", "PROMETHEUS_PORT")) {
            variables.put(port, String.valueOf(freePort()));
        }
        variables.putAll(settings);
    }

    void up(String... arguments) {
        List<String> up = new ArrayList<>(List.of("up", "-d", "--no-build"));
        up.addAll(List.of(arguments));
        run(up.toArray(String[]::new));
    }

    void kill(String service) {
        run("kill", service);
    }

    void start(String service) {
        run("start", service);
    }

    /** Sends SIGTERM and waits, at most 30 s, then SIGKILL; returns the seconds that it took. */
    double stop(String service) {
        long begin = System.nanoTime();
        run("stop", "-t", "30", service);
        return (System.nanoTime() - begin) / 1e9;
    }

    String logs(String service) {
        return run("logs", "--no-color", service);
    }

    /** The container of a service, also one that has ended. */
    String container(String service) {
        String project = variables.get("COMPOSE_PROJECT_NAME");
        return command(List.of(
                        "docker",
                        "ps",
                        "-a",
                        "-q",
                        "--filter",
                        "label=com.docker.compose.project=" + project,
                        "--filter",
                        "label=com.docker.compose.service=" + service))
                .strip();
    }

    /** What {@code docker inspect} says of a service's container, by a Go template. */
    String inspect(String service, String template) {
        return command(List.of("docker", "inspect", "--format", template, container(service)))
                .strip();
    }

    /** The address on this machine of a port that a service publishes, as {@code host:port}. */
    String address(String service, int port) {
        return command(List.of("docker", "port", container(service), String.valueOf(port)))
                .lines()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(service + " publishes no port " + port));
    }

    String bootstrapServers() {
        return "localhost:" + variables.get("KAFKA_1_PORT") + ",localhost:" + variables.get("KAFKA_2_PORT")
                + ",localhost:" + variables.get("KAFKA_3_PORT");
    }

    String registryUrl() {
        return "http://localhost:" + variables.get("REGISTRY_PORT") + "/apis/ccompat/v7";
    }

    String prometheusUrl() {
        return "http://localhost:" + variables.get("PROMETHEUS_PORT");
    }

    /** Keeps the logs in the build folder, then takes all down, volumes too. */
    @Override
    public void close() {
        try {
            Files.writeString(LOGS.resolve("compose.log"), run("logs", "--no-color", "-t"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            run("down", "-v", "-t", "5");
        }
    }

    private String run(String... arguments) {
        List<String> whole = new ArrayList<>(compose);
        whole.addAll(List.of(arguments));
        return command(whole);
    }

    private String command(List<String> command) {
        try {
            Path output = Files.createTempFile("compose", ".txt");
            Path errors = Files.createTempFile("compose", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(SOURCE.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(variables);
                Process process = builder.start();
                if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new IllegalStateException(
                            command + " did not end within " + MOST_SECONDS + " s:\n" + read(errors));
                }
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(
                            command + " ended with " + process.exitValue() + ":\n" + read(output) + read(errors));
                }
                return read(output);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
