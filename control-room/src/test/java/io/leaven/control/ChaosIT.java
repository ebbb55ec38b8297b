package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fault suite itself, small: a broker and an app are killed, then two apps at once, and poison is written, while events flow. */
class ChaosIT {

    private static final int EVENTS = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    private Path directory;

    /** On a slow machine it has taken 261 s, near the 5 minutes that every other test has. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nothingIsLostOrDoneTwiceAndNothingIsLeftBehind() throws Exception {
        Path result = directory.resolve("result.json");
        Path log = directory.resolve("log");
        Process chaos = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dleaven.registry.home=" + System.getProperty("leaven.registry.home"),
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Leaven.class.getName(),
                        "chaos",
                        "--quick",
                        "--events",
                        String.valueOf(EVENTS),
                        "--rate",
                        "150",
                        "--json")
                .redirectOutput(result.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            Set<ProcessHandle> children = new HashSet<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (chaos.isAlive() && System.nanoTime() < deadline) {
                chaos.descendants().forEach(children::add);
                chaos.waitFor(500, TimeUnit.MILLISECONDS);
            }
            assertThat(chaos.isAlive()).as(() -> read(log)).isFalse();
            assertThat(children).as("brokers, registry, apps").hasSizeGreaterThan(10);
            await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
            JsonNode json = new ObjectMapper().readTree(result.toFile());
            assertThat(chaos.exitValue()).as(() -> read(log) + json).isZero();
            assertThat(json.get("lost").asLong()).isZero();
            JsonNode counts = json.get("counts");
            assertThat(counts.get("events").asLong()).isGreaterThanOrEqualTo(EVENTS);
            assertThat(counts.get("decisions")).isEqualTo(counts.get("requests"));
            assertThat(counts.get("sends")).isEqualTo(counts.get("actions"));
            assertThat(counts.get("transitions").asLong()).isPositive();
            assertThat(counts.get("duplicated").asLong()).isZero();
            assertThat(counts.get("deadLetters").asLong())
                    .as("poison: 5 events, 3 decisions, 3 requests, 2 transitions, 2 actions")
                    .isGreaterThanOrEqualTo(15);
            assertThat(json.get("faults"))
                    .hasSize(4)
                    .allSatisfy(fault ->
                            assertThat(fault.get("recoverySeconds").asDouble()).isBetween(0.0, 120.0));
        } finally {
            // SIGTERM: it takes its processes, disks and folder with it.
            chaos.destroy();
            if (!chaos.waitFor(20, TimeUnit.SECONDS)) {
                chaos.descendants().forEach(ProcessHandle::destroyForcibly);
                chaos.destroyForcibly();
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
