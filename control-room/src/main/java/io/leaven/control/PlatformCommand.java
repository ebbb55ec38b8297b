package io.leaven.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.topic.TopicAdmin;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven platform}: broker and registry in the foreground. */
@Command(
        name = "platform",
        description = {
            "Run a Kafka broker and a schema registry on this machine until Ctrl-C.",
            "For a look and for tests: one broker, no replicas, no security."
        })
final class PlatformCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "localhost",
            description = "Name or address to listen on and to be reached by. Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformSettings.DEFAULT_BROKER_PORT,
            description = "The broker's port; 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "" + PlatformSettings.DEFAULT_REGISTRY_PORT,
            description = "The registry's port; 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int registryPort;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Keep topics and schemas here for the next start. Default: a temporary folder")
    private Optional<Path> directory;

    @Option(
            names = "--create-topics",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Create Leaven's topics that are missing. Default: ${DEFAULT-VALUE}")
    private boolean createTopics;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of each customer topic. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(names = "--json", description = "Print the addresses as JSON.")
    private boolean json;

    PlatformCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        PlatformSettings settings = settings();
        TopicAdmin.Layout layout = layout();
        spec.commandLine().getErr().println("starting a Kafka broker and a schema registry, which takes some seconds");
        try (Platform platform = Platform.start(settings)) {
            int created = createTopics && !stop.isRaised() ? createTopics(platform, layout) : 0;
            print(platform, created);
            while (!stop.await(BETWEEN_LOOKS)) {
                platform.failure().ifPresent(failure -> {
                    throw new UserError("the platform cannot go on: " + failure.getMessage(), failure);
                });
            }
        }
        return 0;
    }

    private static int createTopics(Platform platform, TopicAdmin.Layout layout) {
        ConnectionSettings settings = new ConnectionSettings(
                new SettingsSource(Optional.empty(), System.getenv(), platform.connectionSettings()));
        try (Connection connection = new Connection(settings);
                Admin admin = connection.admin()) {
            return new TopicAdmin(admin, connection.topicPrefix())
                    .create(layout)
                    .size();
        }
    }

    private PlatformSettings settings() {
        try {
            return new PlatformSettings(host, port, registryPort, directory, PlatformSettings.defaultRegistryHome());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private TopicAdmin.Layout layout() {
        try {
            return new TopicAdmin.Layout(partitions, (short) 1);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(Platform platform, int created) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("bootstrapServers", platform.bootstrapServers())
                    .put("schemaRegistryUrl", platform.registryUrl())
                    .put("directory", platform.directory().toString())
                    .put("topicsCreated", created));
        } else {
            out.println("Kafka broker     " + platform.bootstrapServers());
            out.println("schema registry  " + platform.registryUrl());
            out.println("data             " + platform.directory()
                    + (directory.isPresent() ? " (kept)" : " (deleted at the end; --dir keeps it)"));
            out.println("topics           " + created + " created");
            out.println();
            nextSteps(platform).forEach(out::println);
        }
        out.flush();
    }

    private List<String> nextSteps(Platform platform) {
        boolean usual = platform.bootstrapServers().equals("localhost:" + PlatformSettings.DEFAULT_BROKER_PORT)
                && platform.registryUrl().equals(ConnectionSettings.DEFAULT_REGISTRY);
        String addresses = usual
                ? ""
                : "  export " + SettingsSource.environmentName(ConnectionSettings.BOOTSTRAP_SERVERS) + "="
                        + platform.bootstrapServers() + " LEAVEN_SCHEMA_REGISTRY_URL=" + platform.registryUrl() + "\n";
        return List.of("Next, each in a terminal of its own:\n" + addresses + """
                  leaven generate experiments && leaven fit uplift --publish
                  leaven enrich                 # events to rewards and decision requests
                  leaven train                  # learns, publishes snapshots
                  leaven dispatch               # decides who is messaged
                  leaven generate --mode log    # customers under random messages, to learn from
                  leaven generate --mode loop   # customers who live by the decisions
                  leaven watch actions
                """, "Ctrl-C ends both servers.");
    }
}
