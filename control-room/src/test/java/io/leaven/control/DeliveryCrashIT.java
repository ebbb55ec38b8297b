package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.TopicScan;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No message is sent twice, to a server that checks idempotency keys, and none is lost, while delivery is killed by SIGKILL, or broker and
 * registry are gone for a while.
 */
class DeliveryCrashIT {

    private static final int CUSTOMERS = 200;
    private static final int STEPS = 20;
    private static final int KILLS = 2;
    private static final Duration OUTAGE = Duration.ofSeconds(8);
    private static final int ALL = CUSTOMERS * STEPS;

    @TempDir
    private Path directory;

    /** Sends each message once: a key that it has seen is answered as it was the first time. */
    private static final class IdempotentServer implements AutoCloseable {
        private final HttpServer server;
        private final ExecutorService threads = Executors.newFixedThreadPool(16);
        private final Set<String> sent = new LinkedHashSet<>();
        private final Map<String, Integer> lastStep = new HashMap<>();
        private final List<String> outOfOrder = new ArrayList<>();
        private final AtomicInteger requests = new AtomicInteger();

        private IdempotentServer() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    accept(exchange.getRequestHeaders().getFirst("webhook-id"));
                    Thread.sleep(20);
                    exchange.sendResponseHeaders(204, -1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
        }

        private synchronized void accept(String key) {
            requests.incrementAndGet();
            if (sent.add(key)) {
                String[] parts = key.split(":");
                int step = Integer.parseInt(parts[1]);
                if (lastStep.merge(parts[0], step, Math::max) != step) {
                    outOfOrder.add(key);
                }
            }
        }

        private synchronized int sent() {
            return sent.size();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void killedDeliverySendsEachMessageOnceByItsKeyAndRepeatsOnlyWhatWasOnItsWay() throws Exception {
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                IdempotentServer server = new IdempotentServer();
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())));
                LeavenProcess delivery = delivery(platform, server)) {
            createTopics(connection);
            send(connection);
            for (int kill = 0; kill < KILLS; kill++) {
                delivery.start();
                int before = server.sent();
                await().atMost(Duration.ofSeconds(60)).until(() -> server.sent() >= before + 600);
                assertThat(delivery.isAlive()).isTrue();
                assertThat(server.sent()).as("killed in the middle").isLessThan(ALL);
                delivery.kill();
            }
            delivery.start();
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> receipts(connection).size() == ALL);
            assertThat(delivery.terminate(15)).isNotEqualTo(-1);

            assertThat(server.sent()).isEqualTo(ALL);
            assertThat(server.outOfOrder).isEmpty();
            // 8 on their way, and what 8 connections of 20 ms send in a commit interval of half a second, with room to
            // spare.
            assertThat(server.requests.get() - ALL)
                    .as("repeated by " + KILLS + " crashes")
                    .isBetween(1, KILLS * 1_000);
        }
    }

    @Test
    void aBrokerThatIsGoneForAWhileCostsNoMessage() throws Exception {
        PlatformSettings anyPorts = PlatformSettings.ephemeral();
        PlatformSettings first = new PlatformSettings(
                anyPorts.host(), 0, 0, Optional.of(directory.resolve("platform")), anyPorts.registryHome());
        Platform platform = Platform.start(first);
        try (IdempotentServer server = new IdempotentServer();
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())));
                LeavenProcess delivery = delivery(platform, server)) {
            createTopics(connection);
            send(connection);
            delivery.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> server.sent() >= 600);
            PlatformSettings samePorts = new PlatformSettings(
                    first.host(),
                    port("//" + platform.bootstrapServers()),
                    port(platform.registryUrl()),
                    first.directory(),
                    first.registryHome());

            platform.close();
            Thread.sleep(OUTAGE.toMillis());
            assertThat(server.sent()).as("gone in the middle").isLessThan(ALL);
            assertThat(delivery.isAlive()).isTrue();
            platform = Platform.start(samePorts);

            await().atMost(Duration.ofSeconds(90))
                    .until(() -> receipts(connection).size() == ALL);
            assertThat(delivery.isAlive()).as("the same process all along").isTrue();
            assertThat(delivery.terminate(15)).isNotEqualTo(-1);
            assertThat(server.sent()).isEqualTo(ALL);
            assertThat(server.outOfOrder).isEmpty();
            assertThat(server.requests.get() - ALL)
                    .as("repeated, as what was sent last was not committed when the broker went")
                    .isBetween(0, 1_000);
        } finally {
            platform.close();
        }
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }

    private LeavenProcess delivery(Platform platform, IdempotentServer server) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        return new LeavenProcess(
                platform,
                directory.resolve("deliver.log"),
                "deliver",
                "--backend",
                "webhook",
                "--in-flight",
                "8",
                "--set",
                "delivery.webhook.url=http://127.0.0.1:"
                        + server.server.getAddress().getPort() + "/",
                "--set",
                "delivery.webhook.allow.private=true",
                "--set",
                "delivery.webhook.secret.file=" + secret,
                "--set",
                "delivery.commit.interval.ms=500",
                "--set",
                "kafka.session.timeout.ms=6000");
    }

    private static void createTopics(Connection connection) {
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(4, (short) 1));
        }
    }

    private static void send(Connection connection) {
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            for (int step = 1; step <= STEPS; step++) {
                for (int i = 0; i < CUSTOMERS; i++) {
                    String customer = "c" + i;
                    MessageAction action = new MessageAction(
                            customer + ":" + step,
                            customer,
                            step,
                            Instant.EPOCH,
                            1,
                            "push",
                            "ad",
                            0.0,
                            "push/ad",
                            null,
                            null,
                            null);
                    producer.send(connection.record(Topics.ACTIONS, customer, action, null));
                }
            }
        }
    }

    private static Set<String> receipts(Connection connection) {
        Set<String> found = new HashSet<>();
        Deserializer<DeliveryReceipt> values = connection.serdes().deserializer(DeliveryReceipt.class);
        try (Consumer<byte[], byte[]> reader = connection.rawReader("delivery-crash-it")) {
            TopicScan.scan(
                    reader,
                    connection.name(Topics.DELIVERY_RECEIPTS),
                    record -> found.add(
                            values.deserialize(record.topic(), record.value()).getActionId()),
                    read -> {});
        }
        return found;
    }
}
