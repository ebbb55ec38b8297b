package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.Actions;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeliveryIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(20);

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    /** What it is told, and what came of it: the order of the messages that were sent, and who was on the way at once. */
    private static final class ScriptedBackend implements MessageBackend {
        private final Function<OutboundMessage, CompletionStage<SendOutcome>> script;
        private final Queue<String> attempts = new ConcurrentLinkedQueue<>();
        private final Queue<String> sent = new ConcurrentLinkedQueue<>();
        private final Set<String> onTheirWay = ConcurrentHashMap.newKeySet();
        private final Set<String> together = ConcurrentHashMap.newKeySet();
        private final AtomicInteger most = new AtomicInteger();

        private ScriptedBackend(Function<OutboundMessage, CompletionStage<SendOutcome>> script) {
            this.script = script;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public void open(BackendContext context) {}

        @Override
        public CompletionStage<SendOutcome> send(OutboundMessage message) {
            attempts.add(message.idempotencyKey());
            if (!onTheirWay.add(message.customerId())) {
                together.add(message.customerId());
            }
            most.accumulateAndGet(onTheirWay.size(), Math::max);
            return script.apply(message).thenApply(outcome -> {
                if (outcome instanceof SendOutcome.Sent) {
                    sent.add(message.idempotencyKey());
                }
                onTheirWay.remove(message.customerId());
                return outcome;
            });
        }
    }

    private static CompletionStage<SendOutcome> after(long milliseconds, SendOutcome outcome) {
        return CompletableFuture.supplyAsync(
                () -> outcome, CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS));
    }

    @Test
    void everyActionIsSentOnceInTheOrderOfItsCustomerWithManyOnTheirWay() {
        Random random = new Random(1);
        ScriptedBackend backend = new ScriptedBackend(message -> after(
                random.nextInt(15), random.nextInt(8) == 0 ? SendOutcome.retryLater("busy") : SendOutcome.sent()));
        MeterRegistry registry = new SimpleMeterRegistry();
        try (World world = new World(platform, "order", Map.of());
                DeliveryApp app = app(world, backend, Map.of(), registry)) {
            send(world, actions(80, 15));
            world.send(Stream.of(
                    new ProducerRecord<>(world.connection.name(Topics.ACTIONS), bytes("c1"), bytes("no action")),
                    new ProducerRecord<byte[], byte[]>(world.connection.name(Topics.ACTIONS), bytes("c1"), null),
                    world.connection.record(Topics.ACTIONS, "somebody else", Actions.action("c1", 99), null)));
            app.start();
            awaitDone(app, 1_203);
            assertThat(registry.get(DeliveryMetric.SENT.id()).functionCounter().count())
                    .isEqualTo(1_200);
            assertThat(registry.get(DeliveryMetric.DEAD_LETTERS.id())
                            .functionCounter()
                            .count())
                    .isEqualTo(3);
            assertThat(registry.get(DeliveryMetric.ATTEMPT.id()).timer().count())
                    .isEqualTo(app.tally().attempts());
            assertThat(registry.get(DeliveryMetric.IN_FLIGHT.id()).gauge().value())
                    .isZero();
            end(app);
            assertThat(registry.getMeters()).as("left after the end").isEmpty();

            assertThat(backend.sent).hasSize(1_200).doesNotHaveDuplicates();
            assertInOrder(backend.sent);
            assertThat(backend.together)
                    .as("customers with two messages on their way")
                    .isEmpty();
            assertThat(backend.most.get()).isGreaterThan(20);
            assertThat(receipts(world, DeliveryStatus.SENT)).containsExactlyInAnyOrderElementsOf(backend.sent);
            assertThat(world.committed(Topics.DEAD_LETTERS))
                    .hasSize(3)
                    .extracting(DeadLetter::getSourceTopic)
                    .containsOnly("order.actions");
            assertThat(app.tally().retries())
                    .isEqualTo(app.tally().attempts() - 1_200)
                    .isPositive();
        }
    }

    @Test
    void stopsAndRebalancesInTheMiddleSendNothingTwice() {
        ScriptedBackend backend = new ScriptedBackend(message -> after(10, SendOutcome.sent()));
        Map<String, String> narrow = Map.of(DeliverySettings.IN_FLIGHT, "3");
        try (World world = new World(platform, "restart", Map.of())) {
            send(world, actions(100, 30));
            try (DeliveryApp first = app(world, backend, narrow)) {
                first.start();
                awaitDone(first, 300);
            }
            int before = backend.sent.size();
            assertThat(before).isLessThan(3_000);
            try (DeliveryApp second = app(world, backend, narrow);
                    DeliveryApp third = app(world, backend, narrow)) {
                second.start();
                awaitDone(second, 300);
                third.start();
                awaitDone(third, 100);
                end(second);
                await().atMost(LONG).until(() -> backend.sent.size() >= 3_000);
            }
            assertThat(backend.attempts).hasSize(3_000).doesNotHaveDuplicates();
            assertInOrder(backend.sent);
        }
    }

    @Test
    void stalledBackendStopsReadingAndNothingIsLost() throws Exception {
        CompletableFuture<Void> awake = new CompletableFuture<>();
        ScriptedBackend backend = new ScriptedBackend(message -> awake.thenApply(nothing -> SendOutcome.sent()));
        Map<String, String> settings = Map.of(
                DeliverySettings.BUFFER_RECORDS,
                "200",
                DeliverySettings.IN_FLIGHT,
                "32",
                DeliverySettings.SEND_TIMEOUT_MS,
                "700");
        try (World world = new World(platform, "stall", Map.of());
                DeliveryApp app = app(world, backend, settings)) {
            send(world, actions(500, 6));
            app.start();
            await().atMost(LONG).until(() -> app.tally().retries() > 60);
            for (int i = 0; i < 20; i++) {
                Thread.sleep(50);
                assertThat(app.tally().buffered()).isLessThanOrEqualTo(200);
                assertThat(app.tally().read()).isLessThanOrEqualTo(200);
            }
            awake.complete(null);
            awaitDone(app, 3_000);
            assertThat(receipts(world, DeliveryStatus.SENT)).hasSize(3_000).doesNotHaveDuplicates();
        }
    }

    @Test
    void customerWhoseMessagesFailHoldsUpNobodyElse() {
        ScriptedBackend backend = new ScriptedBackend(message -> switch (message.customerId()) {
            case "c1" -> after(1, SendOutcome.retryLater("down"));
            case "c2" -> throw new IllegalStateException("garbage");
            case "c3" -> after(1, null);
            case "c4" -> CompletableFuture.failedStage(new IllegalStateException("broken"));
            case "c5" -> new CompletableFuture<>();
            case "c6" -> after(1, SendOutcome.failed("no such address"));
            default -> after(1, SendOutcome.sent());
        });
        Map<String, String> settings = Map.of(
                DeliverySettings.RETRY_PAUSES_MS, "50,100,3000",
                DeliverySettings.SEND_TIMEOUT_MS, "100",
                DeliverySettings.RETRY_JITTER, "0");
        try (World world = new World(platform, "fail", Map.of());
                DeliveryApp app = app(world, backend, settings)) {
            send(world, actions(50, 4));
            app.start();
            await().atMost(LONG).until(() -> app.tally().sent() == 44 * 4);
            assertThat(backend.attempts.stream().filter("c1:1"::equals).count())
                    .as("still at it when all others are done")
                    .isLessThan(4);
            awaitDone(app, 200);
            end(app);

            assertThat(receipts(world, DeliveryStatus.FAILED)).hasSize(24).contains("c1:1", "c1:4", "c6:2");
            assertThat(world.committed(Topics.DEAD_LETTERS))
                    .hasSize(24)
                    .extracting(DeadLetter::getErrorText)
                    .contains(
                            "given up after 4 attempts: down",
                            "given up after 4 attempts: IllegalStateException: garbage",
                            "given up after 4 attempts: the backend gave no outcome",
                            "given up after 4 attempts: no outcome within 100 ms",
                            "no such address");
            assertThat(backend.attempts.stream().filter("c1:1"::equals)).hasSize(4);
            assertThat(backend.attempts.stream().filter("c6:1"::equals)).hasSize(1);
        }
    }

    @Test
    void wishForAPauseIsObeyedAndHoldsUpOthersForAWhileOnly() {
        Map<String, Instant> first = new ConcurrentHashMap<>();
        Map<String, Instant> last = new ConcurrentHashMap<>();
        ScriptedBackend backend = new ScriptedBackend(message -> {
            first.putIfAbsent(message.idempotencyKey(), Instant.now());
            last.put(message.idempotencyKey(), Instant.now());
            boolean refused = message.customerId().equals("c1") && message.attempt() == 1;
            return CompletableFuture.completedStage(
                    refused
                            ? new SendOutcome.RetryLater("429", Optional.empty(), Optional.of(Duration.ofMillis(2_500)))
                            : SendOutcome.sent());
        });
        Map<String, String> settings =
                Map.of(DeliverySettings.THROTTLE_MAX_MS, "1000", DeliverySettings.IN_FLIGHT, "1");
        try (World world = new World(platform, "wish", Map.of());
                DeliveryApp app = app(world, backend, settings)) {
            send(world, List.of(Actions.action("c1", 1)));
            app.start();
            await().atMost(LONG).until(() -> first.containsKey("c1:1"));
            send(world, List.of(Actions.action("c2", 1)));
            awaitDone(app, 2);

            assertThat(Duration.between(first.get("c1:1"), last.get("c1:1")))
                    .isBetween(Duration.ofMillis(2_500), Duration.ofMillis(4_500));
            assertThat(Duration.between(first.get("c1:1"), first.get("c2:1")))
                    .isBetween(Duration.ofMillis(950), Duration.ofMillis(2_400));
        }
    }

    @Test
    void backendThatWantsNoMoreEndsDeliveryAndNothingIsLost() {
        ScriptedBackend gone = new ScriptedBackend(message -> after(
                1, message.customerId().equals("c3") ? new SendOutcome.Disabled("HTTP 410") : SendOutcome.sent()));
        ScriptedBackend good = new ScriptedBackend(message -> after(1, SendOutcome.sent()));
        try (World world = new World(platform, "gone", Map.of())) {
            send(world, actions(5, 10));
            try (DeliveryApp app = app(world, gone, Map.of())) {
                app.start();
                await().atMost(LONG).until(() -> app.failure().isPresent());
                assertThat(app.failure().get()).isInstanceOf(UserError.class).hasMessageContaining("HTTP 410");
            }
            try (DeliveryApp app = app(world, good, Map.of())) {
                app.start();
                await().atMost(LONG).until(() -> gone.sent.size() + good.sent.size() == 50);
            }
            List<String> all = new ArrayList<>(gone.sent);
            all.addAll(good.sent);
            assertThat(all).hasSize(50).doesNotHaveDuplicates();
        }
    }

    @Test
    void messageThatIsTooLateOrNotWantedAnyMoreIsNotSent() {
        ScriptedBackend backend = new ScriptedBackend(message -> after(1, SendOutcome.sent()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        MessageAction late = Actions.action("late", 1);
        late.setExpiresAt(now.minusSeconds(1));
        MessageAction timely = Actions.action("timely", 1);
        timely.setExpiresAt(now.plusSeconds(600));
        MessageAction held = Actions.action("held", 1);
        held.setNotBefore(now.plusMillis(2_500));
        try (World world = new World(platform, "late", Map.of());
                DeliveryApp app = app(world, backend, Map.of())) {
            world.send(Stream.of(
                    profile(world, "unsubscribed", Map.of("email", false), List.of()),
                    profile(world, "bounced", Map.of(), List.of("email")),
                    profile(world, "elsewhere", Map.of("push", false), List.of("text")),
                    profile(world, "erased", Map.of(), List.of()),
                    new ProducerRecord<>(world.connection.name(Topics.CUSTOMER_PROFILES), bytes("erased"), null)));
            send(
                    world,
                    Stream.concat(
                                    Stream.of(late, timely, held),
                                    Stream.of("unsubscribed", "bounced", "elsewhere", "erased")
                                            .map(customer -> Actions.action(customer, 1)))
                            .toList());
            app.start();
            awaitDone(app, 6);
            assertThat(Instant.now()).as("held is not due yet").isBefore(held.getNotBefore());
            assertThat(backend.attempts).containsExactlyInAnyOrder("timely:1", "elsewhere:1");
            awaitDone(app, 7);
            end(app);

            assertThat(backend.sent).contains("held:1");
            assertThat(receipts(world, DeliveryStatus.EXPIRED)).containsExactly("late:1");
            assertThat(receipts(world, DeliveryStatus.FAILED))
                    .containsExactlyInAnyOrder("unsubscribed:1", "bounced:1", "erased:1");
            assertThat(world.committed(Topics.DEAD_LETTERS)).isEmpty();
        }
    }

    private static ProducerRecord<byte[], byte[]> profile(
            World world, String customer, Map<String, Boolean> consent, List<String> suppressed) {
        CustomerProfile profile = new CustomerProfile(customer, consent, null, null, suppressed, Actions.TIME);
        return world.connection.record(Topics.CUSTOMER_PROFILES, customer, profile, null);
    }

    private static DeliveryApp app(World world, MessageBackend backend, Map<String, String> more) {
        return app(world, backend, more, new SimpleMeterRegistry());
    }

    private static DeliveryApp app(
            World world, MessageBackend backend, Map<String, String> more, MeterRegistry registry) {
        Map<String, String> settings = new HashMap<>(Map.of(
                DeliverySettings.CONSUMER_GROUP, world.connection.topicPrefix() + "delivery",
                DeliverySettings.RETRY_PAUSES_MS, "20,".repeat(19) + "20",
                DeliverySettings.COMMIT_INTERVAL_MS, "100"));
        settings.putAll(more);
        return new DeliveryApp(
                world.connection, world.source(settings), backend, Map.of(), registry, Clock.systemUTC());
    }

    private static List<MessageAction> actions(int customers, int steps) {
        return IntStream.rangeClosed(1, steps)
                .boxed()
                .flatMap(step -> IntStream.rangeClosed(1, customers).mapToObj(c -> Actions.action("c" + c, step)))
                .toList();
    }

    private static void send(World world, List<MessageAction> actions) {
        world.send(actions.stream()
                .map(action -> world.connection.record(Topics.ACTIONS, action.getCustomerId(), action, null)));
    }

    /** Ends the app before the test looks at what it left. */
    private static void end(DeliveryApp app) {
        app.close();
    }

    private static void awaitDone(DeliveryApp app, long done) {
        await().atMost(LONG).pollInterval(SHORT).until(() -> {
            assertThat(app.failure()).isEmpty();
            return app.tally().done() >= done;
        });
    }

    private static List<String> receipts(World world, DeliveryStatus status) {
        return world.committed(Topics.DELIVERY_RECEIPTS).stream()
                .filter(receipt -> receipt.getStatus() == status)
                .map(DeliveryReceipt::getActionId)
                .toList();
    }

    private static void assertInOrder(Queue<String> sent) {
        Map<String, List<Integer>> steps = sent.stream()
                .map(id -> id.split(":"))
                .collect(Collectors.groupingBy(
                        id -> id[0], Collectors.mapping(id -> Integer.valueOf(id[1]), Collectors.toList())));
        assertThat(steps.values()).allSatisfy(each -> assertThat(each).isSorted());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
