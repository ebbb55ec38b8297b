package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in a process of their own: signals, exit codes, output that nobody reads. */
class ProcessIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void signalEndsBothServersAndLeavesNothingBehind() throws Exception {
        start("platform", "--json", "--port", "0", "--registry-port", "0");
        JsonNode platform = addresses();
        Path data = Path.of(platform.get("directory").asText());
        List<ProcessHandle> children = process.descendants().toList();
        assertThat(platform.get("topicsCreated").asInt()).isEqualTo(Topics.ALL.size());
        assertThat(children).as("the registry").hasSize(1);
        assertThat(data).isDirectory();

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        assertThat(data).doesNotExist();
    }

    /** Each marker is the first line of a phase. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Starting a Kafka broker",
                "experiment rows",
                "fit arms",
                "log of random messages",
                "cohort 1 under the agent"
            })
    void demoStopsAtOnceInEveryPhase(String marker) throws Exception {
        start("demo", "--customers", "120", "--report", folder.resolve("report").toString());
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMinutes(4))
                .until(() -> errors().contains(marker) || !process.isAlive());
        List<ProcessHandle> children = process.descendants().toList();

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
        assertThat(errors()).contains(marker).doesNotContain("did not stop").doesNotContain("\tat ");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void topicsAreFoundAgainInAFolderThatIsKept() throws Exception {
        String kept = folder.resolve("kept").toString();
        start("platform", "--json", "--port", "0", "--registry-port", "0", "--dir", kept);
        assertThat(addresses().get("topicsCreated").asInt()).isEqualTo(Topics.ALL.size());
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        start("platform", "--json", "--port", "0", "--registry-port", "0", "--dir", kept);

        assertThat(addresses().get("topicsCreated").asInt()).isZero();
    }

    @Test
    void watchEndsWhenNobodyReadsItsOutput() throws Exception {
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())));
                Admin admin = connection.admin();
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(1, (short) 1));
            byte[] key = "c1".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(connection.name(Topics.ACTIONS), key, key));
            process = new ProcessBuilder(command(
                            "watch",
                            "actions",
                            "--from-beginning",
                            "--bootstrap-server",
                            platform.bootstrapServers(),
                            "--schema-registry-url",
                            platform.registryUrl()))
                    .redirectError(folder.resolve("err").toFile())
                    .start();
            assertThat(process.inputReader().readLine()).as(errors()).contains("c1");

            process.getInputStream().close();

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                producer.send(new ProducerRecord<>(connection.name(Topics.ACTIONS), key, key));
                assertThat(process.isAlive()).isFalse();
            });
            assertThat(process.exitValue()).isZero();
        }
    }

    @Test
    void portThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            start("platform", "--json", "--port", Integer.toString(taken.getLocalPort()), "--registry-port", "0");

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(errors())
                    .contains("leaven: ")
                    .contains(Integer.toString(taken.getLocalPort()))
                    .doesNotContain("\tat ");
        }
    }

    private void start(String... arguments) throws IOException {
        Files.deleteIfExists(folder.resolve("out"));
        List<String> command = command(arguments);
        command.add(1, "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-D" + PlatformSettings.REGISTRY_HOME_PROPERTY + "=" + PlatformSettings.defaultRegistryHome(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Leaven.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private JsonNode addresses() throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(process.isAlive()).as(errors()).isTrue();
            return Files.readString(folder.resolve("out")).endsWith("\n");
        });
        return JSON.readTree(folder.resolve("out").toFile());
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("err"));
    }
}
