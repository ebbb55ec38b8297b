package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumers in docs/examples read what a dispatcher wrote, each in a process of its own. */
class ConsumerExamplesIT {

    private static final Path EXAMPLES = Path.of("..", "docs", "examples");

    private static Platform platform;
    private static World world;
    private static List<MessageAction> actions;

    @TempDir
    private Path folder;

    @BeforeAll
    static void decide() {
        platform = Platform.start(PlatformSettings.ephemeral());
        world = new World(platform, "examples", Map.of());
        try (DispatcherApp app = world.app(Map.of())) {
            world.send(new RandomRequests(11).list(100));
            app.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> app.status().requests() >= 100);
        }
        actions = world.committed(Topics.ACTIONS);
    }

    @AfterAll
    static void stop() {
        world.close();
        platform.close();
    }

    @Test
    void python() throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = run(
                "/usr/bin/python3",
                EXAMPLES.resolve("python/consume_actions.py").toString());
        List<JsonNode> read = lines.stream().map(line -> tree(json, line)).toList();

        assertThat(read)
                .extracting(line -> line.get("actionId").textValue())
                .containsExactlyInAnyOrderElementsOf(ids());
        assertThat(read)
                .extracting(line -> line.get("templateKey").textValue())
                .containsExactlyInAnyOrderElementsOf(
                        actions.stream().map(MessageAction::getTemplateKey).toList());
    }

    /** As a source file, with the libraries that it names and no class of Leaven's. */
    @Test
    void java() throws Exception {
        String classes = Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(java.io.File.pathSeparator))
                .filter(entry ->
                        entry.matches(".*(kafka-clients|avro|jackson|slf4j-api|lz4|snappy|zstd|commons-).*\\.jar"))
                .reduce((a, b) -> a + java.io.File.pathSeparator + b)
                .orElseThrow();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> lines = run(
                java,
                "-cp",
                classes,
                EXAMPLES.resolve("java/ConsumeActions.java").toString());

        assertThat(lines).extracting(line -> line.split(" ")[0]).containsExactlyInAnyOrderElementsOf(ids());
    }

    private static List<String> ids() {
        assertThat(actions).hasSizeGreaterThan(50);
        return actions.stream().map(MessageAction::getActionId).toList();
    }

    private List<String> run(String... command) throws Exception {
        List<String> all = Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                platform.bootstrapServers(),
                                platform.registryUrl(),
                                world.connection.name(Topics.ACTIONS),
                                Integer.toString(actions.size())))
                .toList();
        Path errors = folder.resolve("errors");
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(all)
                .redirectError(errors.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("%s in time", all)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", all, java.nio.file.Files.readString(errors))
                .isZero();
        return java.nio.file.Files.readAllLines(out, StandardCharsets.UTF_8);
    }

    private static JsonNode tree(ObjectMapper json, String line) {
        try {
            return json.readTree(line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
