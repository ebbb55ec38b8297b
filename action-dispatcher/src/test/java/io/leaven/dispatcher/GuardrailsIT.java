package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leaven.app.UserError;
import io.leaven.dispatcher.decision.ActionsLedgerSource;
import io.leaven.dispatcher.decision.DecisionTime;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.Occasions;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MaskedAction;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guardrails on a broker: what was sent is known to whoever takes a partition over. */
class GuardrailsIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static Platform platform;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void capsAndBudgetHoldOverRestartsAndRebalances() throws IOException {
        Map<String, String> settings = rules("cap: 2 per 7d\ndiscount-budget: {dollars: 90 per 7d, ticket: 20}\n");
        settings.put(DispatcherSettings.BATCH_MAX_RECORDS, "40");
        try (World world = new World(platform, "caps", settings)) {
            List<DecisionRequest> requests = many(200, 20);
            world.send(requests.subList(0, 2_500));
            try (DispatcherApp first = world.app(Map.of())) {
                first.start();
                awaitRequests(first, 300);
            }
            try (DispatcherApp second = world.app(Map.of(DispatcherSettings.THREADS, "2"));
                    DispatcherApp third = world.app(Map.of())) {
                second.start();
                awaitRequests(second, 200);
                third.start();
                world.send(requests.subList(2_500, 4_000));
                await().atMost(LONG).pollInterval(Duration.ofMillis(500)).until(() -> {
                    assertThat(second.failure()).isEmpty();
                    assertThat(third.failure()).isEmpty();
                    return world.committed(Topics.DECISIONS).size() >= 4_000;
                });
            }
            assertThat(world.committed(Topics.DECISIONS)).hasSize(4_000);
            List<MessageAction> messages = world.committed(Topics.ACTIONS);
            assertThat(messages.stream().collect(Collectors.groupingBy(MessageAction::getCustomerId)))
                    .as("almost every customer got what the cap allows, and none got more")
                    .hasSizeGreaterThan(190)
                    .allSatisfy((customer, own) -> assertThat(own).hasSizeLessThanOrEqualTo(2));
            assertThat(messages).hasSizeGreaterThan(380);
            double reserved = messages.stream()
                    .mapToDouble(message -> message.getDiscount() / (1 - message.getDiscount()) * 20)
                    .sum();
            assertThat(reserved).isBetween(60.0, 90.0);
        }
    }

    /** Two hundred customers, twenty steps each, at random order. */
    private static List<DecisionRequest> many(int customers, int steps) {
        RandomRequests source = new RandomRequests(3);
        Random random = new Random(4);
        Map<String, Integer> done = new HashMap<>();
        List<DecisionRequest> requests = new ArrayList<>();
        while (requests.size() < customers * steps) {
            String customer = "c-" + random.nextInt(customers);
            int step = done.merge(customer, 1, Integer::sum);
            if (step <= steps) {
                DecisionRequest request = source.open(customer);
                request.setStep(step);
                request.getState().setStep(step - 1);
                request.setDecisionId(customer + ":" + step);
                requests.add(request);
            }
        }
        return requests;
    }

    @Test
    void takeoverWaitsForATransactionThatIsStillOpen() throws Exception {
        try (World world = new World(platform, "open", Map.of());
                Producer<byte[], byte[]> earlier = world.connection.rawProducer(
                        "earlier", Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "open-earlier"));
                Consumer<byte[], byte[]> consumer = world.connection.rawConsumer("later", "open", Map.of())) {
            long now = System.currentTimeMillis();
            earlier.initTransactions();
            earlier.beginTransaction();
            earlier.send(sent(world, "c", now)).get();
            Guardrails rules = Occasions.rules("cap: 1 per 7d");
            ActionsLedgerSource source = new ActionsLedgerSource(
                    world.connection, consumer, DecisionTime.wall(InstantSource.system()), LONG);
            TopicPartition first = new TopicPartition(world.connection.name(Topics.DECISION_REQUESTS), 0);
            CompletableFuture<SendLedger> loading = CompletableFuture.supplyAsync(() -> source.load(first, rules));
            assertThatThrownBy(() -> loading.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            earlier.commitTransaction();
            assertThat(loading.get(30, TimeUnit.SECONDS).of("c").around("push", now, 1_000))
                    .isEqualTo(1);
        }
    }

    private static ProducerRecord<byte[], byte[]> sent(World world, String customer, long at) {
        MessageAction message = MessageAction.newBuilder()
                .setActionId(customer + ":1")
                .setCustomerId(customer)
                .setStep(1)
                .setRequestedAt(Instant.EPOCH)
                .setAction(1)
                .setChannel("push")
                .setPromotion("ad")
                .setTemplateKey("push/ad")
                .build();
        ProducerRecord<byte[], byte[]> record = world.connection.record(Topics.ACTIONS, customer, message, at);
        return new ProducerRecord<>(record.topic(), 0, at, record.key(), record.value());
    }

    @Test
    void newFileIsInForceWithoutARestartAndABadOneIsNot() throws IOException {
        Map<String, String> settings = rules("channels: {push: {send: false}}\n");
        settings.put(DispatcherSettings.GUARDRAILS_RELOAD_MS, "20");
        try (World world = new World(platform, "reload", settings);
                DispatcherApp app = world.app(Map.of())) {
            app.start();
            decide(world, app, "a", 200);
            write("cap: 0 per 7d\n");
            await().atMost(LONG)
                    .until(() -> decide(world, app, "b" + System.nanoTime(), 5)
                            .allMatch(decision -> decision.getMasked().size() == 9));
            write("cup: 1 per 7d\n");
            await().atMost(LONG).until(() -> app.status().guardrailsRefused() == 1);
            assertThat(decide(world, app, "c", 50))
                    .allMatch(decision -> decision.getAction() == 0)
                    .allMatch(decision -> reasons(decision).equals(Set.of("frequency-cap")));
            assertThat(of(world, "a-"))
                    .hasSize(200)
                    .allMatch(decision -> !"push".equals(decision.getChannel()))
                    .anyMatch(decision -> decision.getAction() > 0);
        }
    }

    @Test
    void profileOverridesTheRequestAndATombstoneErasesIt() {
        try (World world = new World(platform, "profiles", Map.of());
                DispatcherApp app = world.app(Map.of())) {
            CustomerProfile profile = CustomerProfile.newBuilder()
                    .setCustomerId("p-0")
                    .setConsent(Map.of("push", false, "text", false, "email", false))
                    .setUpdatedAt(Instant.EPOCH)
                    .build();
            world.send(Stream.of(
                    world.connection.record(Topics.CUSTOMER_PROFILES, "p-0", profile, null),
                    world.connection.record(Topics.CUSTOMER_PROFILES, "other", profile, null)));
            app.start();
            assertThat(decide(world, app, "p", 1))
                    .allMatch(decision -> reasons(decision).equals(Set.of("consent")));
            assertThat(world.committed(Topics.DEAD_LETTERS))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.getErrorText()).contains("key is not its customerId"));
            byte[] key = "p-0".getBytes(StandardCharsets.UTF_8);
            world.send(Stream.of(new ProducerRecord<>(world.connection.name(Topics.CUSTOMER_PROFILES), key, null)));
            await().atMost(LONG).until(() -> {
                DecisionRequest again = new RandomRequests(System.nanoTime()).open("p-0");
                world.send(List.of(again));
                Thread.sleep(200);
                return of(world, "p-0")
                        .anyMatch(decision -> decision.getMasked().isEmpty());
            });
        }
    }

    @Test
    void rulesThatLookBackFurtherThanMessagesAreKeptAreAnError() throws Exception {
        try (World world = new World(platform, "kept", rules("cap: 2 per 7d\n"));
                DispatcherApp app = world.app(Map.of())) {
            try (Admin admin = world.connection.admin()) {
                ConfigResource topic =
                        new ConfigResource(ConfigResource.Type.TOPIC, world.connection.name(Topics.ACTIONS));
                admin.incrementalAlterConfigs(Map.of(
                                topic,
                                List.of(new AlterConfigOp(
                                        new ConfigEntry("retention.ms", "3600000"), AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
            app.start();
            world.send(new RandomRequests(1).list(3));
            await().atMost(LONG).until(() -> app.failure().isPresent());
            assertThat(app.failure().orElseThrow())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("kept.actions keeps messages for PT1H")
                    .hasMessageContaining("retention.ms");
        }
    }

    @Test
    void fileThatCannotBeUsedAtTheStartIsAnErrorWithItsLine() throws IOException {
        Map<String, String> settings = rules("cap: 1 per 1d\nquiet-hours: 22:00-22:00 hold\n");
        try (World world = new World(platform, "unusable", settings)) {
            assertThatThrownBy(() -> world.app(Map.of()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("rules.yaml, line 2:");
        }
    }

    private Map<String, String> rules(String text) throws IOException {
        write(text);
        return new HashMap<>(Map.of(
                DispatcherSettings.GUARDRAILS_FILE,
                directory.resolve("rules.yaml").toString()));
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("rules.yaml"), text);
    }

    /** Decisions for new customers prefix-0, prefix-1, ... */
    private static Stream<Decision> decide(World world, DispatcherApp app, String prefix, int count) {
        RandomRequests source = new RandomRequests(7);
        List<DecisionRequest> requests = Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> source.open(prefix + "-" + i))
                .toList();
        long before = app.status().requests();
        world.send(requests);
        awaitRequests(app, before + count);
        return of(world, prefix + "-");
    }

    private static Stream<Decision> of(World world, String prefix) {
        return world.committed(Topics.DECISIONS).stream()
                .filter(decision -> decision.getCustomerId().startsWith(prefix));
    }

    private static Set<String> reasons(Decision decision) {
        return new HashSet<>(
                decision.getMasked().stream().map(MaskedAction::getReason).toList());
    }

    private static void awaitRequests(DispatcherApp app, long requests) {
        await().atMost(LONG).until(() -> {
            assertThat(app.failure()).isEmpty();
            return app.status().requests() >= requests;
        });
    }
}
