package io.leaven.evaluation.fleet.process;

import io.leaven.app.ConnectionSettings;
import io.leaven.platform.BrokerCluster;
import io.leaven.platform.BrokerMain;
import io.leaven.platform.EmbeddedRegistry;
import io.leaven.platform.PlatformSettings;
import io.leaven.platform.Ports;
import io.leaven.schemas.registry.SchemaRegistryConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All of Leaven in processes of its own on this machine, each of which is started again when it ends: three brokers, a registry behind
 * a gate, and the apps by their commands: enricher and dispatcher twice, trainer, delivery. They end with this process.
 */
public final class Fleet implements AutoCloseable {

    public static final String ENRICHER_GROUP = "fleet-enricher";
    public static final String DISPATCHER_GROUP = "fleet-dispatcher";
    public static final String DELIVERY_GROUP = "fleet-delivery";
    public static final String TRAINER = "trainer";

    private static final String HOST = "localhost";
    private static final int BROKERS = 3;
    private static final int STATE_MEGABYTES = 256;
    /** Long enough that no step is closed for want of a decision, whatever breaks. */
    private static final String GRACE_MS = "3600000";
    /** As docs/operations.md advises: longer than partitions need to move when a broker dies. */
    private static final String TRANSACTION_MS = "30000";

    private static final String COMMIT_MS = "1000";
    private static final String FETCH_MS = "500";
    /** So small that it is full within minutes: a heap that goes on growing after that has another reason. */
    private static final String CACHE_BYTES = "1048576";

    private static final int GATHER_BYTES = 64 << 10;
    private static final String RETRIES_MS = "250,500,1000,2000,4000,8000,16000,32000";

    private final Path directory;
    private final JavaLauncher launcher;
    private final String leaven;
    private final BrokerCluster cluster = BrokerCluster.onFreePorts(HOST, BROKERS);
    private final Map<Integer, Supervised> brokers = new LinkedHashMap<>();
    private final Map<String, Supervised> apps = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, SmallDisk> disks = new LinkedHashMap<>();
    private EmbeddedRegistry registry;
    private TcpGate gate;

    /**
     * @param directory for data and logs
     * @param leaven name of the main class of {@code leaven}
     * @param flags of the Java virtual machines of all processes
     */
    public Fleet(Path directory, String leaven, String... flags) {
        this.directory = directory;
        this.leaven = leaven;
        this.launcher = new JavaLauncher(List.of(flags));
    }

    /** Starts brokers and registry, which may not answer yet. */
    public void startPlatform() throws IOException {
        for (BrokerCluster.Node node : cluster.nodes()) {
            String name = "broker-" + node.number();
            List<String> arguments = new ArrayList<>(
                    List.of(String.valueOf(node.number()), folder(name).toString()));
            arguments.addAll(cluster.toArguments());
            brokers.put(
                    node.number(),
                    new Supervised(name, launcher.command("256m", BrokerMain.class.getName(), arguments), log(name))
                            .start());
        }
        registry = EmbeddedRegistry.start(HOST, 0, PlatformSettings.defaultRegistryHome(), folder("registry"), true);
        URI url = URI.create(registry.url());
        gate = new TcpGate(new InetSocketAddress(url.getHost(), url.getPort()));
    }

    /** How the suite itself connects, past the gate. */
    public Map<String, String> connectionSettings() {
        return Map.of(
                ConnectionSettings.BOOTSTRAP_SERVERS,
                cluster.bootstrapServers(),
                SchemaRegistryConfig.URL,
                registry.url());
    }

    /** Copies of each partition. */
    public short copies() {
        return cluster.copies();
    }

    /**
     * Starts the apps.
     *
     * @param inbox where messages are sent
     */
    public void startApps(URI inbox) throws IOException {
        disks.put("enricher-1", new SmallDisk(directory.resolve("enricher-1"), STATE_MEGABYTES));
        disks.put(TRAINER, new SmallDisk(directory.resolve(TRAINER), STATE_MEGABYTES));
        for (String name : List.of("enricher-1", "enricher-2")) {
            app(name, "192m", "enrich", enricher(name));
        }
        for (String name : List.of("dispatcher-1", "dispatcher-2")) {
            app(name, "192m", "dispatch", dispatcher(name));
        }
        app(TRAINER, "320m", "train", trainer());
        app("delivery", "192m", "deliver", delivery(inbox));
        apps.values().forEach(Supervised::start);
    }

    private Map<String, String> enricher(String name) throws IOException {
        return Map.of(
                "enricher.cache.max.bytes", CACHE_BYTES,
                "enricher.application.id", ENRICHER_GROUP,
                "enricher.instance.id", name,
                "enricher.state.dir", folder(name).toString(),
                "enricher.threads", "1",
                "enricher.decision.grace.ms", GRACE_MS,
                "enricher.commit.interval.ms", COMMIT_MS,
                // Nobody reads a record before its transaction ends, and a producer whose next batch waits for the last
                // one's acknowledgement spins.
                "kafka.producer.linger.ms", COMMIT_MS,
                "kafka.producer.transaction.timeout.ms", TRANSACTION_MS);
    }

    private Map<String, String> dispatcher(String name) {
        return Map.of(
                "dispatcher.consumer.group", DISPATCHER_GROUP,
                "dispatcher.instance.id", name,
                "dispatcher.transaction.timeout.ms", TRANSACTION_MS,
                "dispatcher.group.random.share", "0.2");
    }

    /** Few gradient steps, a high epsilon: messages flow, and snapshots come. */
    private Map<String, String> trainer() throws IOException {
        return Map.of(
                "trainer.preset", "paper",
                "trainer.state.dir", folder(TRAINER).toString(),
                "trainer.state.interval.ms", "5000",
                "trainer.updates.per.transition", "0.02",
                "trainer.snapshot.interval.updates", "50",
                "trainer.idle.ms", "2000",
                "trainer.memory.transitions", "20000",
                "trainer.exploration.end", "0.5");
    }

    private Map<String, String> delivery(URI inbox) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path file = Files.writeString(
                directory.resolve("webhook.secret"),
                "whsec_" + Base64.getEncoder().encodeToString(secret));
        return Map.of(
                "delivery.consumer.group",
                DELIVERY_GROUP,
                "delivery.instance.id",
                "delivery",
                "delivery.backend",
                "webhook",
                "delivery.in.flight",
                "64",
                // A connection that the server closed just then costs an attempt; what waits for the next one holds up
                // the position.
                "delivery.retry.pauses.ms",
                RETRIES_MS,
                "delivery.webhook.url",
                inbox.toString(),
                "delivery.webhook.allow.private",
                "true",
                "delivery.webhook.secret.file",
                file.toString());
    }

    private void app(String name, String heap, String command, Map<String, String> settings) {
        URI url = URI.create(registry.url());
        int port = Ports.forServers(HOST, 1).get(0);
        ports.put(name, port);
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--bootstrap-server",
                cluster.bootstrapServers(),
                "--schema-registry-url",
                "http://" + HOST + ":" + gate.port() + url.getPath(),
                "--set",
                "connect.timeout.ms=60000",
                "--set",
                "operations.port=" + port));
        // Few large transactions instead of many small ones: all of a cluster is on one machine here.
        arguments.addAll(List.of(
                "--set", "kafka.fetch.min.bytes=" + GATHER_BYTES, "--set", "kafka.fetch.max.wait.ms=" + FETCH_MS));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        apps.put(name, new Supervised(name, launcher.command(heap, leaven, arguments), log(name)));
    }

    public Supervised broker(int number) {
        return brokers.get(number);
    }

    public List<Supervised> apps() {
        return List.copyOf(apps.values());
    }

    public Supervised app(String name) {
        return apps.get(name);
    }

    /** Where an app says how it is. */
    public URI operations(String app) {
        return URI.create("http://" + HOST + ":" + ports.get(app));
    }

    public TcpGate registryGate() {
        return gate;
    }

    /** The disk that an app keeps its state on. */
    public SmallDisk disk(String app) {
        return disks.get(app);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    /** Ends the apps in order, side by side. */
    public void stopApps() {
        apps.values().forEach(Supervised::letGo);
        apps.values().forEach(Supervised::close);
    }

    /** Ends everything by force: what is worth keeping has been read by now. */
    @Override
    public void close() {
        Stream.concat(apps.values().stream(), brokers.values().stream()).forEach(Supervised::abandon);
        if (gate != null) {
            gate.close();
        }
        if (registry != null) {
            registry.close();
        }
        disks.values().forEach(SmallDisk::close);
    }
}
