package io.leaven.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.schemas.topic.TopicAdmin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** Each image by itself, against a broker of {@code apache/kafka} and the registry's image. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
class AppImagesIT {

    private static final int OPERATIONS = 9400;
    private static final int REGISTRY_PORT = 8080;
    private static final long MOST_MEMORY = 1L << 30;
    private static final String CONFLUENT_API = "/apis/ccompat/v7";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka =
            new KafkaContainer(Images.kafka()).withNetwork(network).withListener("kafka:19092");
    private final GenericContainer<?> registry = new GenericContainer<>(Images.of("registry"))
            .withNetwork(network)
            .withNetworkAliases("registry")
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp("/health/ready").withStartupTimeout(PATIENCE));
    private final Map<String, GenericContainer<?>> apps = new LinkedHashMap<>();

    @BeforeAll
    void startAll() {
        Startables.deepStart(kafka, registry).join();
        try (Connection connection = new Connection(new ConnectionSettings(SettingsSource.of(Map.of(
                        "bootstrap.servers",
                        kafka.getBootstrapServers(),
                        "schema.registry.url",
                        "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT)
                                + CONFLUENT_API))));
                Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(2, (short) 1));
        }
        for (String app : List.of("enricher", "trainer", "dispatcher", "delivery")) {
            apps.put(app, app(Images.of(app)));
        }
        apps.put("generator", app(Images.of("generator")).withCommand("--continuous", "--rate", "20"));
        Startables.deepStart(apps.values()).join();
    }

    @AfterAll
    void stopAll() {
        apps.values().forEach(GenericContainer::stop);
        registry.stop();
        kafka.stop();
        network.close();
    }

    @ParameterizedTest
    @CsvSource({
        "enricher, leaven_enricher_events_total",
        "trainer, leaven_trainer_lag",
        "dispatcher, leaven_dispatcher_decisions_total",
        "delivery, leaven_delivery_sent_total",
        "generator, jvm_memory_used_bytes"
    })
    void anAppIsReadyWithItsMetricsAsNobodyOnAReadOnlyRootAndEndsOnSigterm(String name, String metric) {
        GenericContainer<?> app = apps.get(name);
        String url = "http://" + app.getHost() + ":" + app.getMappedPort(OPERATIONS);
        assertThat(Http.get(url + "/health").statusCode()).isEqualTo(200);
        assertThat(Http.get(url + "/ready").statusCode()).isEqualTo(200);
        assertThat(Http.get(url + "/metrics").body()).contains("\n" + metric);
        assertThat(app.getContainerInfo().getConfig().getUser()).isEqualTo("65532:65532");

        double seconds = terminate(app);

        assertThat(seconds).isLessThan(10);
        assertThat(state(app).getExitCodeLong()).as("128 + SIGTERM").isEqualTo(143);
        assertThat(app.getLogs()).doesNotContain("did not stop within");
    }

    @Test
    void anImageHasNoShell() {
        try (GenericContainer<?> shell = new GenericContainer<>(Images.leaven())
                .withCreateContainerCmdModifier(create -> create.withEntrypoint("sh", "-c", "exit 0"))) {
            assertThat(startError(shell)).hasStackTraceContaining("executable file not found");
        }
    }

    @Test
    void theImageOfAllCommandsRunsOne() {
        try (GenericContainer<?> topics = new GenericContainer<>(Images.leaven())
                .withNetwork(network)
                .withEnv(connection())
                .withCommand("topics", "list")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE))) {
            topics.start();

            assertThat(topics.getLogs()).contains("leaven.customer-events", "leaven.agent-snapshots");
        }
    }

    @Test
    void classesComeFromTheArchive() {
        try (GenericContainer<?> topics = new GenericContainer<>(Images.leaven())
                .withNetwork(network)
                .withEnv(connection())
                .withEnv("JDK_JAVA_OPTIONS", "-Xlog:class+load")
                .withCommand("topics", "list")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE))) {
            topics.start();

            List<String> loaded = topics.getLogs()
                    .lines()
                    .filter(line -> line.contains(" org.apache.kafka.") && line.contains(" source: "))
                    .toList();
            assertThat(loaded).hasSizeGreaterThan(200);
            assertThat(loaded.stream().filter(line -> line.contains("shared objects file")))
                    .hasSizeGreaterThan(loaded.size() * 9 / 10);
        }
    }

    private static Map<String, String> connection() {
        return Map.of(
                "LEAVEN_BOOTSTRAP_SERVERS",
                "kafka:19092",
                "LEAVEN_SCHEMA_REGISTRY_URL",
                "http://registry:" + REGISTRY_PORT + CONFLUENT_API,
                "LEAVEN_CONNECT_TIMEOUT_MS",
                "60000");
    }

    private GenericContainer<?> app(DockerImageName image) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withEnv(connection())
                .withTmpFs(Map.of("/tmp", "exec,mode=1777", "/var/lib/leaven", "uid=65532,mode=700"))
                .withExposedPorts(OPERATIONS)
                .withCreateContainerCmdModifier(create -> create.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withMemory(MOST_MEMORY)
                        .withSecurityOpts(List.of("no-new-privileges:true"))
                        .withCapDrop(Capability.ALL))
                .waitingFor(Wait.forHttp("/ready").forPort(OPERATIONS).withStartupTimeout(PATIENCE));
    }

    /** As {@code docker stop}: SIGTERM, and SIGKILL after 30 s. */
    private static double terminate(GenericContainer<?> app) {
        DockerClient docker = app.getDockerClient();
        long begin = System.nanoTime();
        docker.stopContainerCmd(app.getContainerId()).withTimeout(30).exec();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static InspectContainerResponse.ContainerState state(GenericContainer<?> app) {
        return app.getDockerClient()
                .inspectContainerCmd(app.getContainerId())
                .exec()
                .getState();
    }

    private static Throwable startError(GenericContainer<?> container) {
        try {
            container.start();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
