package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.dispatcher.delivery.Actions;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import io.leaven.dispatcher.delivery.backend.http.WebhookSignature;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What backends and customers say of messages, over HTTP to topics. */
class ReceiptsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Map<String, String> ENVIRONMENT = Map.of(DeliverySettings.RECEIPTS_SECRET_VARIABLE, SECRET);

    private static Platform platform;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebhookSignature signature = new WebhookSignature(List.of(SECRET));

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static final class KeepingBackend implements MessageBackend {
        private final Queue<OutboundMessage> sent = new ConcurrentLinkedQueue<>();

        @Override
        public String name() {
            return "keeping";
        }

        @Override
        public void open(BackendContext context) {}

        @Override
        public CompletionStage<SendOutcome> send(OutboundMessage message) {
            sent.add(message);
            return CompletableFuture.completedStage(SendOutcome.sent());
        }
    }

    @Test
    void receiptsMoveForwardAndChangeConsentAtOnce() throws Exception {
        KeepingBackend backend = new KeepingBackend();
        try (World world = new World(platform, "receipts", Map.of());
                DeliveryApp app = app(world, backend, Map.of())) {
            send(world, "a", "b", "c", "d");
            app.start();
            await().atMost(LONG).until(() -> app.tally().sent() == 4);
            String unknownTo = "zzz";

            assertThat(post(app, receipt("a", "delivered"))).isEqualTo(202);
            assertThat(post(app, receipt("a", "opened"))).isEqualTo(202);
            assertThat(post(app, receipt("a", "delivered"))).isEqualTo(202);
            assertThat(post(app, receipt("a", "opened"))).isEqualTo(202);
            assertThat(post(app, "[" + receipt("b", "bounced") + "," + receipt("c", "complained") + "]"))
                    .isEqualTo(202);
            assertThat(post(app, receipt(unknownTo, "delivered"))).isEqualTo(202);
            assertThat(app.receipts().accepted()).isEqualTo(5);
            assertThat(app.receipts().repeated()).isEqualTo(2);
            assertThat(app.receipts().unknown()).isEqualTo(1);

            URI link = URI.create(backend.sent.stream()
                    .filter(message -> message.customerId().equals("d"))
                    .findFirst()
                    .orElseThrow()
                    .unsubscribeUrl()
                    .orElseThrow());
            assertThat(link.toString()).startsWith("https://bakery.example/unsubscribe/");
            HttpRequest click = HttpRequest.newBuilder(local(app, link.getPath()))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                    .build();
            HttpRequest look =
                    HttpRequest.newBuilder(local(app, link.getPath())).build();
            assertThat(status(look)).as("a GET changes nothing").isEqualTo(405);
            assertThat(world.committed(Topics.CUSTOMER_PROFILES))
                    .extracting(CustomerProfile::getCustomerId)
                    .containsExactlyInAnyOrder("b", "c");
            assertThat(status(click)).isEqualTo(200);

            // At once: the very next messages are withheld.
            world.send(Stream.of("a", "b", "c", "d")
                    .map(customer ->
                            world.connection.record(Topics.ACTIONS, customer, Actions.action(customer, 2), null)));
            await().atMost(LONG).until(() -> app.tally().done() == 8);
            assertThat(app.tally().withheld()).isEqualTo(3);
            assertThat(backend.sent)
                    .extracting(OutboundMessage::idempotencyKey)
                    .contains("a:2")
                    .hasSize(5);

            Map<String, CustomerProfile> profiles = new HashMap<>();
            world.committed(Topics.CUSTOMER_PROFILES)
                    .forEach(profile -> profiles.put(profile.getCustomerId(), profile));
            assertThat(profiles).containsOnlyKeys("b", "c", "d");
            assertThat(profiles.get("b").getSuppressed()).containsExactly("email");
            assertThat(profiles.get("c").getConsent()).isEqualTo(Map.of("email", false));
            assertThat(profiles.get("d").getConsent()).isEqualTo(Map.of("email", false));
            assertThat(world.committed(Topics.DELIVERY_RECEIPTS))
                    .filteredOn(receipt -> receipt.getActionId().equals("a:1"))
                    .extracting(receipt -> receipt.getStatus().name())
                    .containsExactly("SENT", "DELIVERED", "OPENED");
            assertThat(world.committed(Topics.DELIVERY_RECEIPTS))
                    .extracting(DeliveryReceipt::getActionId)
                    .contains("zzz:1");
        }
    }

    @Test
    void standingIsKnownAgainAfterARestart() throws Exception {
        try (World world = new World(platform, "again", Map.of())) {
            try (DeliveryApp app = app(world, new KeepingBackend(), Map.of())) {
                send(world, "a");
                app.start();
                await().atMost(LONG).until(() -> app.tally().sent() == 1);
                assertThat(post(app, receipt("a", "clicked"))).isEqualTo(202);
            }
            try (DeliveryApp app = app(world, new KeepingBackend(), Map.of())) {
                app.start();
                assertThat(post(app, receipt("a", "opened"))).isEqualTo(202);
                assertThat(post(app, receipt("a", "bounced"))).isEqualTo(202);
                assertThat(app.receipts().repeated()).isEqualTo(1);
                assertThat(app.receipts().unknown()).isZero();
                assertThat(world.committed(Topics.CUSTOMER_PROFILES))
                        .extracting(CustomerProfile::getSuppressed)
                        .containsExactly(List.of("email"));
            }
        }
    }

    @Test
    void forgedSenselessTooLongAndTooManyAreRefusedAndCounted() throws Exception {
        Map<String, String> slow = Map.of(DeliverySettings.RECEIPTS_PER_SECOND, "30");
        try (World world = new World(platform, "forged", Map.of());
                DeliveryApp app = app(world, new KeepingBackend(), slow)) {
            app.start();
            byte[] body = bytes(receipt("a", "bounced"));
            Instant now = Instant.now();
            String signed = signature.sign("m1", now, body);
            assertThat(post(app, "m1", now, signed, bytes(receipt("b", "bounced"))))
                    .isEqualTo(401);
            assertThat(post(app, "m2", now, signed, body)).isEqualTo(401);
            Instant old = now.minusSeconds(400);
            assertThat(post(app, "m1", old, signature.sign("m1", old, body), body))
                    .isEqualTo(401);
            assertThat(status(HttpRequest.newBuilder(local(app, "/receipts"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build()))
                    .isEqualTo(401);
            assertThat(status(HttpRequest.newBuilder(local(app, "/unsubscribe/YTox~AAAA"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build()))
                    .isEqualTo(404);
            assertThat(app.receipts().forged()).isEqualTo(5);

            for (String senseless : List.of(
                    "no json",
                    "[1]",
                    "{}",
                    "{\"actionId\":\"a\",\"status\":\"opened\"}",
                    "{\"actionId\":\"a:1\",\"status\":\"failed\"}",
                    "{\"actionId\":\"a:1\",\"status\":\"opened\",\"occurredAt\":\"yesterday\"}",
                    "[" + receipt("a", "opened") + ", {\"actionId\": 5}]")) {
                assertThat(post(app, senseless)).as(senseless).isEqualTo(400);
            }
            assertThat(post(app, "[" + " ".repeat(70_000) + "]")).isEqualTo(413);
            assertThat(app.receipts().refused()).isEqualTo(8);

            List<Integer> burst = IntStream.range(0, 60)
                    .map(i -> post(app, receipt("c" + i, "opened")))
                    .boxed()
                    .toList();
            assertThat(burst).contains(202, 429).containsOnly(202, 429);
            assertThat(app.receipts().limited())
                    .isEqualTo(burst.stream().filter(s -> s == 429).count());
            assertThat(world.committed(Topics.DELIVERY_RECEIPTS))
                    .hasSize((int) burst.stream().filter(s -> s == 202).count());
            assertThat(world.committed(Topics.CUSTOMER_PROFILES)).isEmpty();
        }
    }

    private static DeliveryApp app(World world, MessageBackend backend, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                DeliverySettings.CONSUMER_GROUP, world.connection.topicPrefix() + "delivery",
                DeliverySettings.RECEIPTS_PORT, "0",
                DeliverySettings.UNSUBSCRIBE_URL, "https://bakery.example/unsubscribe/"));
        settings.putAll(more);
        return new DeliveryApp(
                world.connection,
                world.source(settings),
                backend,
                ENVIRONMENT,
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private static void send(World world, String... customers) {
        world.send(Stream.of(customers)
                .map(customer -> world.connection.record(Topics.ACTIONS, customer, Actions.action(customer, 1), null)));
    }

    private static String receipt(String customer, String status) {
        return "{\"actionId\": \"" + customer + ":1\", \"status\": \"" + status + "\"}";
    }

    private int post(DeliveryApp app, String body) {
        Instant now = Instant.now();
        return post(app, "m", now, signature.sign("m", now, bytes(body)), bytes(body));
    }

    private int post(DeliveryApp app, String id, Instant time, String signed, byte[] body) {
        return status(HttpRequest.newBuilder(local(app, "/receipts"))
                .header(WebhookSignature.ID, id)
                .header(WebhookSignature.TIMESTAMP, Long.toString(time.getEpochSecond()))
                .header(WebhookSignature.SIGNATURE, signed)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private int status(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI local(DeliveryApp app, String path) {
        return URI.create("http://127.0.0.1:" + app.receiptsPort().orElseThrow() + path);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
