package io.leaven.control.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.StopSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole loop, small. */
class DemoIT {

    private static final int CUSTOMERS = 40;
    private static final int STEPS = 12;

    @TempDir
    private Path report;

    @Test
    void theReportAddsUp() throws Exception {
        StringWriter out = new StringWriter();
        int exit = commandLine(new StopSignal(), out).execute(arguments("--once"));

        assertThat(exit).isZero();
        JsonNode summary =
                new ObjectMapper().readTree(report.resolve("summary.json").toFile());
        int lives = 2 * CUSTOMERS;
        assertThat(summary.get("world").asText()).isEqualTo("paper");
        assertThat(summary.get("events").asInt()).isEqualTo(lives * (STEPS + 1));
        assertThat(summary.get("transitions").asInt()).isEqualTo(lives * STEPS);
        assertThat(summary.get("decisions").asInt()).isEqualTo(lives * STEPS);
        assertThat(summary.get("deadLetters").asInt()).isZero();
        assertThat(summary.get("snapshots").asInt()).isPositive();
        JsonNode agent = summary.at("/policies/agent");
        assertThat(summary.get("actions").asDouble())
                .isEqualTo(agent.get("messagesPerCustomer").asDouble() * CUSTOMERS);
        assertThat(summary.at("/policies/none/messagesPerCustomer").asDouble()).isZero();
        for (String policy : new String[] {"agent", "none", "random"}) {
            assertThat(summary.at("/policies/" + policy + "/goldShareStart").asDouble())
                    .as("%s starts with a tenth in gold, by quota (WORLD.md)", policy)
                    .isEqualTo(.1);
        }
        assertThat(out.toString()).contains("agent").contains("no message").contains("random");
    }

    @Test
    void aStoppedDemoEndsByItself() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture<Integer> demo = CompletableFuture.supplyAsync(
                () -> commandLine(stop, new StringWriter()).execute(arguments()));
        CompletableFuture.delayedExecutor(15, TimeUnit.SECONDS).execute(stop::raise);

        assertThat(demo.get(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS))
                .isBetween(0, 1);
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private String[] arguments(String... more) {
        String[] fixed = {
            "--customers", "" + CUSTOMERS, "--steps", "" + STEPS, "--seed", "3", "--report", report.toString()
        };
        String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return all;
    }

    private static CommandLine commandLine(StopSignal stop, StringWriter out) {
        return new CommandLine(new DemoCommand(stop)).setOut(new PrintWriter(out));
    }
}
