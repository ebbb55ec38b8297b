package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.control.snapshot.AgentSnapshots;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Gender;
import io.leaven.schemas.MaskedAction;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that need a cluster, as a person types them. Each test has topics under a prefix of its own. */
class CommandsIT {

    private static final Instant TIME = Instant.parse("2026-11-23T10:15:00Z");
    private static Platform platform;

    @TempDir
    private Path folder;

    private final StopSignal stop = new StopSignal();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String prefix;

    @BeforeAll
    static void start() {
        platform = Platform.start(PlatformSettings.ephemeral());
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @BeforeEach
    void prefix(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
    }

    @Test
    void topicsAreCreatedListedAndDeleted() throws Exception {
        assertThat(leaven("topics", "create", "--partitions", "2"))
                .as(err.toString())
                .isZero();
        assertThat(lines()).hasSize(Topics.ALL.size()).contains("created " + prefix + "customer-events");

        assertThat(leaven("topics", "create", "--partitions", "2")).isZero();
        assertThat(lines()).containsExactly("all topics exist already");

        assertThat(leaven("topics", "create", "--partitions", "3")).isEqualTo(1);
        assertThat(err.toString()).contains("other numbers of partitions").doesNotContain("\tat ");

        assertThat(leaven("topics", "list", "--json")).isZero();
        JsonNode list = new ObjectMapper().readTree(out.toString());
        assertThat(list).hasSize(Topics.ALL.size());
        assertThat(list.get(0).get("topic").asText()).isEqualTo(prefix + "customer-events");
        assertThat(list.get(0).get("partitions").asInt()).isEqualTo(2);

        assertThat(leaven("topics", "delete"))
                .as("there is no terminal to ask on")
                .isEqualTo(1);
        assertThat(err.toString()).contains("--yes deletes without asking");
        assertThat(leaven("topics", "delete", "--yes")).isZero();
        assertThat(lines()).hasSize(Topics.ALL.size()).contains("deleted " + prefix + "actions");

        assertThat(leaven("topics", "list")).isZero();
        assertThat(lines()).anyMatch(line -> line.matches("\\S+\\.actions +MessageAction +missing +90 days"));
        assertThat(leaven("topics", "delete", "--yes")).isZero();
        assertThat(lines()).containsExactly("there was no topic to delete");
    }

    @Test
    void aBrokerThatKeepsNoAclsIsCalledSo() {
        assertThat(leaven("acls", "--create")).isEqualTo(1);
        assertThat(err.toString())
                .contains("leaven: cannot look for ACLs: the brokers have no authorizer")
                .doesNotContain("\tat ");
    }

    @Test
    void watchShowsOneLineARecordInTheOrderOfTime() {
        createTopics();
        write(action("c1", 1), action("c2", 2), action("c1", 3), action("c3", 4));

        assertThat(leaven("watch", "actions", "--from-beginning", "--limit", "4"))
                .as(err.toString())
                .isZero();
        assertThat(lines())
                .extracting(line -> line.substring(0, 40).strip())
                .containsExactly(
                        "2026-11-23 10:15:01  c1          step 1",
                        "2026-11-23 10:15:02  c2          step 2",
                        "2026-11-23 10:15:03  c1          step 3",
                        "2026-11-23 10:15:04  c3          step 4");

        assertThat(leaven("watch", "actions", "--from-beginning", "--customer", "c1", "--timeout-seconds", "0"))
                .isZero();
        assertThat(lines()).hasSize(2).allMatch(line -> line.contains("  c1  "));
    }

    @Test
    void watchPrintsJsonThatReplayReads() throws Exception {
        createTopics();
        write(action("c1", 1), action("c2", 2));

        assertThat(leaven("watch", "actions", "--from-beginning", "--json", "--limit", "2"))
                .isZero();
        JsonNode first = new ObjectMapper().readTree(lines().get(0));
        assertThat(first.get("topic").asText()).isEqualTo("actions");
        assertThat(first.get("key").asText()).isEqualTo("c1");
        assertThat(first.get("timestamp").asText()).isEqualTo("2026-11-23T10:15:01Z");
        assertThat(first.get("value").get("channel").asText()).isEqualTo("push");

        Path file = Files.write(folder.resolve("w.jsonl"), lines());
        assertThat(leaven("replay", file.toString(), "--speed", "max"))
                .as(err.toString())
                .isZero();
        assertThat(lines()).containsExactly("2 records of " + file + " were sent to " + prefix + "actions");
        assertThat(leaven("watch", "actions", "--from-beginning", "--limit", "4"))
                .isZero();
        assertThat(lines()).hasSize(4);
    }

    @Test
    void watchGoesOnAfterWhatCannotBeDecoded() {
        createTopics();
        try (Connection connection = connection();
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            producer.send(new ProducerRecord<>(
                    connection.name(Topics.ACTIONS),
                    null,
                    TIME.toEpochMilli(),
                    "c1".getBytes(StandardCharsets.UTF_8),
                    "not avro".getBytes(StandardCharsets.UTF_8)));
        }
        write(action("c1", 1));

        assertThat(leaven("watch", "actions", "--from-beginning", "--limit", "2"))
                .isZero();
        assertThat(lines().get(0))
                .contains("cannot be decoded")
                .contains("8 bytes")
                .contains("first byte is 0x6e");
        assertThat(lines().get(1)).contains("push/ad");
        assertThat(err.toString()).contains("1 of 2 records could not be decoded");
    }

    @Test
    void watchFollowsUntilItIsStopped() throws Exception {
        createTopics();
        write(action("c1", 1));
        CompletableFuture<Integer> watching = CompletableFuture.supplyAsync(() -> leaven("watch", "actions"));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            write(action("c2", 2));
            assertThat(out.toString()).contains("c2");
        });
        stop.raise();

        assertThat(watching.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(out.toString()).as("what was there before").doesNotContain("  c1  ");
    }

    @Test
    void decisionIsExplainedAndAnUnknownOneIsAnError() throws Exception {
        createTopics();
        Decision decision = Decision.newBuilder()
                .setDecisionId("c1:2")
                .setCustomerId("c1")
                .setStep(2)
                .setRequestedAt(TIME)
                .setAction(0)
                .setPropensity(1)
                .setProbabilities(List.of(1.0, 0.0))
                .setMasked(List.of(new MaskedAction(1, "quiet-hours")))
                .setGroup(DecisionGroup.AGENT)
                .setPolicy("greedy")
                .setCatalogueHash("0123456789abcdef")
                .build();
        try (Connection connection = connection();
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            producer.send(connection.record(Topics.DECISIONS, "c1", decision, null));
        }

        assertThat(leaven("explain", "c1:2", "--json")).as(err.toString()).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("actions").get(1).get("mask").asText()).isEqualTo("quiet-hours");
        assertThat(leaven("explain", "c1:3")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no decision 'c1:3' on topic " + prefix + "decisions");
        assertThat(leaven("explain", "c1")).isEqualTo(1);
        assertThat(err.toString()).contains("it is customerId:step");
    }

    @Test
    void liftWithoutAnAgentIsAnError() {
        createTopics();
        assertThat(leaven("lift")).isEqualTo(1);
        assertThat(err.toString()).contains("holds no step that the agent decided");
        assertThat(leaven("lift", "--since", "2026-01-01T00:00:00Z")).isZero();
        assertThat(out.toString()).contains("0 customers of the agent, 0 of the holdout");
        assertThat(leaven("lift", "--since", "yesterday")).isEqualTo(2);
    }

    @Test
    void liftLeavesErasedCustomersOut() throws Exception {
        createTopics();
        try (Connection connection = connection();
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            for (String customer : List.of("ann", "bob", "eve", "dan")) {
                DecisionGroup group = customer.equals("dan") ? DecisionGroup.HOLDOUT : DecisionGroup.AGENT;
                producer.send(connection.record(Topics.REPLAY, customer, transition(customer, group), null));
            }
            String profiles = connection.name(Topics.CUSTOMER_PROFILES);
            CustomerProfile back = new CustomerProfile("eve", Map.of(), null, null, List.of(), TIME);
            for (String erased : List.of("ann", "eve", "dan")) {
                producer.send(new ProducerRecord<>(profiles, erased.getBytes(StandardCharsets.UTF_8), null));
            }
            producer.send(connection.record(Topics.CUSTOMER_PROFILES, "eve", back, null));
        }

        assertThat(leaven("lift", "--steps", "1", "--json")).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("agentCustomers").asInt()).isEqualTo(2);
        assertThat(report.get("holdoutCustomers").asInt()).isZero();
    }

    @Test
    void appsWithoutTheirTopicsSayWhichAreMissingAndWhatToDo() {
        createTopics();
        deleteTopic(Topics.CUSTOMER_PROFILES);

        for (List<String> app : List.of(
                List.of("dispatch", "--set", "dispatcher.start.timeout.ms=300"),
                List.of("deliver", "--set", "delivery.start.timeout.ms=300"),
                List.of("enrich", "--set", "enricher.start.timeout.ms=300"))) {
            assertThat(leaven(app.toArray(String[]::new))).as(app.get(0)).isEqualTo(1);
            assertThat(err.toString())
                    .contains("leaven: after 0.3 s there is still no topic " + prefix + "customer-profiles;"
                            + " `leaven topics create`")
                    .doesNotContain("\tat ");
        }
        assertThat(leaven("train")).isEqualTo(1);
        assertThat(err.toString())
                .contains("there is no topic '" + prefix + "customer-profiles'; `leaven topics create`")
                .doesNotContain("\tat ");
    }

    @Test
    void snapshotsAreListedShownPinnedAndRolledBack() throws Exception {
        createTopics();
        for (long version = 1; version <= 3; version++) {
            publish(AgentSnapshots.good(version));
        }
        assertThat(leaven("snapshots", "show", "2")).as(err.toString()).isZero();
        assertThat(lines()).contains("snapshot bakery/2, made at 2026-11-23T10:15:02Z");
        assertThat(leaven("snapshots", "show", "9")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no version 9 of agent bakery; there are 1, 2, 3");
        assertThat(leaven("snapshots", "rollback")).as("without a reason").isEqualTo(2);
        assertThat(leaven("snapshots", "rollback", "--reason", "too many\ncomplaints", "--json"))
                .as(err.toString())
                .isZero();
        JsonNode order = new ObjectMapper().readTree(out.toString());
        assertThat(order.get("backTo").asLong()).isEqualTo(2);
        assertThat(order.get("reason").asText()).isEqualTo("too many complaints");
        assertThat(leaven("snapshots", "pin", "1")).isZero();
        assertThat(leaven("snapshots", "list")).isZero();
        assertThat(lines()).hasSize(5);
        assertThat(lines().get(2)).endsWith("live, pinned");
        assertThat(lines().get(4)).endsWith("rolled back: too many complaints");
        assertThat(leaven("snapshots", "confirm", "3")).isZero();
        assertThat(leaven("snapshots", "unpin")).isZero();
        assertThat(leaven("snapshots", "list", "--json")).isZero();
        JsonNode third = new ObjectMapper().readTree(out.toString()).get(2);
        assertThat(third.get("live").asBoolean()).isTrue();
        assertThat(third.get("confirmed").asBoolean()).isTrue();
        assertThat(third.get("rolledBack").isNull()).isTrue();
        assertThat(leaven("watch", "snapshot-orders", "--from-beginning", "--limit", "1"))
                .isZero();
        assertThat(lines().get(0)).contains("roll back bakery/3 to 2  by leaven snapshots");
    }

    private void publish(AgentSnapshot snapshot) {
        try (Connection connection = connection();
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            String key = SnapshotCodec.key(snapshot.getAgent(), snapshot.getVersion());
            producer.send(connection.record(Topics.AGENT_SNAPSHOTS, key, snapshot, null));
        }
    }

    @Test
    void topicThatIsMissingOnTheClusterIsAnErrorThatSaysWhatToDo() {
        assertThat(leaven("watch", "actions")).isEqualTo(1);
        assertThat(err.toString())
                .contains("leaven: there is no topic '" + prefix + "actions'; `leaven topics create`");
        assertThat(leaven("record", "actions", folder.resolve("a.avro").toString()))
                .isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    private void deleteTopic(Topic<?> topic) {
        try (Connection connection = connection();
                Admin admin = connection.admin()) {
            admin.deleteTopics(List.of(connection.name(topic))).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(connection.name(topic)));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Transition transition(String customer, DecisionGroup group) {
        CustomerState state = CustomerState.newBuilder()
                .setAttributes(new CustomerAttributes(40, Gender.OTHER, 1.0))
                .setTier(Tier.GOLD)
                .setStep(1)
                .build();
        return Transition.newBuilder()
                .setTransitionId(customer + ":1")
                .setCustomerId(customer)
                .setStep(1)
                .setEventTime(TIME)
                .setState(state)
                .setAction(0)
                .setReward(RewardLedger.newBuilder().setRewardVersion("v").build())
                .setPurchased(false)
                .setNextState(state)
                .setTerminal(false)
                .setGroup(group)
                .build();
    }

    private void createTopics() {
        assertThat(leaven("topics", "create")).as(err.toString()).isZero();
    }

    private static MessageAction action(String customer, int step) {
        return MessageAction.newBuilder()
                .setActionId(customer + ":" + step)
                .setCustomerId(customer)
                .setStep(step)
                .setRequestedAt(TIME)
                .setAction(1)
                .setChannel("push")
                .setPromotion("ad")
                .setTemplateKey("push/ad")
                .build();
    }

    private void write(MessageAction... actions) {
        try (Connection connection = connection();
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            for (MessageAction action : actions) {
                long timestamp = TIME.plusSeconds(action.getStep()).toEpochMilli();
                producer.send(connection.record(Topics.ACTIONS, action.getCustomerId(), action, timestamp));
            }
        }
    }

    private Connection connection() {
        Map<String, String> settings = new HashMap<>(platform.connectionSettings());
        settings.put(ConnectionSettings.TOPIC_PREFIX, prefix);
        return new Connection(new ConnectionSettings(SettingsSource.of(settings)));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    private int leaven(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--bootstrap-server",
                platform.bootstrapServers(),
                "--schema-registry-url",
                platform.registryUrl(),
                "--topic-prefix",
                prefix));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine leaven =
                Leaven.commandLine(stop).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return leaven.execute(all.toArray(String[]::new));
    }
}
