package io.leaven.evaluation.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven bench pipeline}: the apps against peers that only move bytes. */
@Command(
        name = "pipeline",
        description = {
            "Enricher against a pass-through Streams app, dispatcher against a transactional copy loop, on one embedded"
                    + " broker; then both together, and the latency from event to action at half of that load.",
            "Every side gets the same records, topics and client settings, in alternating rounds after one that warms"
                    + " up."
        })
final class PipelineBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "8000",
            description = "Customers in the log, 50 steps each. Default: ${DEFAULT-VALUE}")
    private int customers;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds of each side after the warm-up. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--latency-seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long the latency is taken. Default: ${DEFAULT-VALUE}")
    private int latencySeconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--guardrails",
            description =
                    "The dispatcher has every guardrail on, none of which closes anything. Needed then: 0.50 of the"
                            + " copy loop.")
    private boolean guardrails;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        PipelineBench.Plan plan =
                new PipelineBench.Plan(customers, rounds, Duration.ofSeconds(latencySeconds), seed, guardrails);
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())))) {
            PipelineResult result =
                    new PipelineBench(connection, plan, platform.directory().resolve("streams"), err).run();
            out.print(json ? json(result) : result.toText());
            out.flush();
        }
        return 0;
    }

    private static String json(PipelineResult result) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode tree = mapper.valueToTree(result);
        ((ObjectNode) tree.get("enricher")).put("ratio", result.enricher().ratio());
        ((ObjectNode) tree.get("dispatcher")).put("ratio", result.dispatcher().ratio());
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always JSON", e);
        }
    }
}
