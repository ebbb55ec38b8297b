package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.TopicScan;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Gender;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.Tier;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caps and holdout while requests flow and the dispatcher is killed by SIGKILL, again and again. */
class GuardrailsCrashIT {

    private static final int CUSTOMERS = 200;
    private static final int STEPS = 20;
    private static final int ALL = CUSTOMERS * STEPS;
    private static final int KILLS = 2;
    private static final int CAP = 3;

    @TempDir
    private Path directory;

    @Test
    void noCapIsExceededNoRequestDecidedTwiceAndNobodyHeldOutMessagedWhateverIsKilled() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), "cap: " + CAP + " per 7d\n");
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())));
                LeavenProcess dispatcher = new LeavenProcess(
                        platform,
                        directory.resolve("dispatch.log"),
                        "dispatch",
                        "--guardrails",
                        rules.toString(),
                        "--holdout-share",
                        "0.2",
                        "--instance",
                        "one",
                        "--set",
                        "dispatcher.batch.max.records=20",
                        "--set",
                        "kafka.session.timeout.ms=6000")) {
            try (Admin admin = connection.admin()) {
                new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(4, (short) 1));
            }
            CompletableFuture<Void> requests = CompletableFuture.runAsync(() -> askSlowly(connection));
            for (int kill = 0; kill < KILLS; kill++) {
                int before = read(connection, Topics.DECISIONS).size();
                dispatcher.start();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> read(connection, Topics.DECISIONS).size() > before + 300);
                assertThat(dispatcher.isAlive()).isTrue();
                dispatcher.kill();
                assertThat(read(connection, Topics.DECISIONS).size())
                        .as("killed in the middle")
                        .isLessThan(ALL);
            }
            dispatcher.start();
            requests.get(90, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> read(connection, Topics.DECISIONS).size() >= ALL);
            assertThat(dispatcher.terminate(15)).isNotEqualTo(-1);

            List<Decision> decisions = read(connection, Topics.DECISIONS);
            assertThat(decisions)
                    .hasSize(ALL)
                    .extracting(Decision::getDecisionId)
                    .doesNotHaveDuplicates();
            List<MessageAction> messages = read(connection, Topics.ACTIONS);
            assertThat(messages).extracting(MessageAction::getActionId).doesNotHaveDuplicates();
            Map<String, Long> sent = messages.stream()
                    .collect(Collectors.groupingBy(MessageAction::getCustomerId, Collectors.counting()));
            assertThat(sent.values())
                    .as("each customer is asked for %d times, and may be messaged %d times", STEPS, CAP)
                    .allMatch(count -> count <= CAP);
            Set<String> held = decisions.stream()
                    .filter(decision -> decision.getGroup() == DecisionGroup.HOLDOUT)
                    .map(Decision::getCustomerId)
                    .collect(Collectors.toSet());
            assertThat(held).hasSizeBetween(CUSTOMERS / 10, CUSTOMERS * 3 / 10);
            assertThat(sent.keySet()).doesNotContainAnyElementsOf(held);
            assertThat(sent.values().stream().filter(count -> count == CAP).count())
                    .as("the cap was what stopped them, not a want of messages")
                    .isGreaterThan((CUSTOMERS - held.size()) * 9 / 10);
        }
    }

    /** All customers step by step, at a pace that leaves some for after each kill. */
    private static void askSlowly(Connection connection) {
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            for (int step = 1; step <= STEPS; step++) {
                for (int i = 0; i < CUSTOMERS; i++) {
                    DecisionRequest request = request("c" + i, step);
                    producer.send(connection.record(Topics.DECISION_REQUESTS, request.getCustomerId(), request, null));
                }
                producer.flush();
                TimeUnit.MILLISECONDS.sleep(700);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static DecisionRequest request(String customer, int step) {
        return DecisionRequest.newBuilder()
                .setDecisionId(customer + ":" + step)
                .setCustomerId(customer)
                .setStep(step)
                .setRequestedAt(Instant.EPOCH)
                .setState(CustomerState.newBuilder()
                        .setAttributes(new CustomerAttributes(40, Gender.FEMALE, 1.0))
                        .setTier(Tier.NONE)
                        .setStep(step - 1)
                        .build())
                .build();
    }

    private static <V extends SpecificRecord> List<V> read(Connection connection, Topic<V> topic) {
        List<V> found = new ArrayList<>();
        Deserializer<V> values = connection.serdes().deserializer(topic.valueType());
        try (Consumer<byte[], byte[]> reader = connection.rawReader("guardrails-crash-it")) {
            TopicScan.scan(
                    reader,
                    connection.name(topic),
                    record -> found.add(values.deserialize(record.topic(), record.value())),
                    read -> {});
        }
        return found;
    }
}
