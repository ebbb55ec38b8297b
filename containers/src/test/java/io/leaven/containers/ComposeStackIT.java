package io.leaven.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topics;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The compose stack at work, looked at from outside: a log is written, the agent trained on it, and new customers live by the
 * agent's decisions, while one of the three brokers is killed and comes back.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@Timeout(600)
class ComposeStackIT {

    private static final int LOG_CUSTOMERS = 100;
    private static final int LOG_STEPS = 50;
    private static final int CUSTOMERS = 100;
    private static final int STEPS = 30;
    private static final String LOOP = "loop";
    private static final int OPERATIONS = 9400;
    private static final List<String> APPS =
            List.of("enricher-1", "enricher-2", "trainer", "dispatcher-1", "dispatcher-2", "delivery");
    private static final Path DASHBOARD =
            Path.of(System.getProperty("leaven.source"), "containers", "grafana-dashboard.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComposeStack stack;
    private Connection connection;
    private Recorded recorded;

    /** The whole loop: more than five minutes on a slow machine. The class's timeout is of its tests only. */
    @BeforeAll
    @Timeout(900)
    void runTheLoop() throws InterruptedException {
        stack = new ComposeStack(Map.of(
                "LOG_CUSTOMERS",
                String.valueOf(LOG_CUSTOMERS),
                "CUSTOMERS",
                String.valueOf(CUSTOMERS),
                "STEPS",
                String.valueOf(STEPS),
                "EVENTS_PER_SECOND",
                "100",
                "EXPERIMENT_ROWS",
                "2000",
                "KAFKA_HEAP_OPTS",
                "-Xms128m -Xmx384m"));
        List<String> first = new ArrayList<>(APPS);
        first.addAll(List.of("log", "fit", "prometheus"));
        stack.up(first.toArray(String[]::new));
        connection = new Connection(new ConnectionSettings(SettingsSource.of(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "schema.registry.url", stack.registryUrl()))));
        recorded = new Recorded(connection);
        for (String job : List.of("log", "fit")) {
            awaitEnd(job);
        }
        await("a snapshot of the agent")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> !recorded.all(Topics.AGENT_SNAPSHOTS, AgentSnapshot.class)
                        .isEmpty());
        await("dispatchers that use it")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Stream.of("dispatcher-1", "dispatcher-2")
                        .allMatch(dispatcher -> ask(dispatcher, "/metrics")
                                .body()
                                .lines()
                                .anyMatch(line -> line.matches("leaven_dispatcher_snapshot_version [1-9].*"))));

        stack.up("--no-deps", "generator");
        await("customers under way")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> loopDecisions().size() > CUSTOMERS);
        stack.kill("kafka-2");
        Thread.sleep(10_000);
        assertThat(stack.inspect("generator", "{{.State.Running}}"))
                .as("customers still live when the broker comes back")
                .isEqualTo("true");
        stack.start("kafka-2");
        awaitEnd("generator");
        await("every message sent")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> sent().size() >= actions().size());
    }

    @AfterAll
    void takeDown() {
        if (connection != null) {
            connection.close();
        }
        stack.close();
    }

    @Test
    @Order(1)
    void everyRequestHasOneDecisionAndEveryClosedStepOneTransition() {
        List<String> requests = recorded.all(Topics.DECISION_REQUESTS, DecisionRequest.class).stream()
                .map(DecisionRequest::getDecisionId)
                .toList();
        List<String> decisions =
                loopDecisions().stream().map(Decision::getDecisionId).toList();
        List<String> transitions = recorded.all(Topics.REPLAY, Transition.class).stream()
                .map(Transition::getTransitionId)
                .toList();

        assertThat(requests).hasSize(CUSTOMERS * STEPS).doesNotHaveDuplicates();
        assertThat(decisions).containsExactlyInAnyOrderElementsOf(requests);
        assertThat(transitions)
                .hasSize(LOG_CUSTOMERS * LOG_STEPS + CUSTOMERS * STEPS)
                .doesNotHaveDuplicates()
                .containsAll(requests);
        assertThat(recorded.all(Topics.CUSTOMER_EVENTS, CustomerEvent.class))
                .hasSize(LOG_CUSTOMERS * (LOG_STEPS + 1) + CUSTOMERS * (STEPS + 1));
        assertThat(recorded.all(Topics.DEAD_LETTERS, DeadLetter.class)).isEmpty();
    }

    @Test
    @Order(2)
    void theAgentThatWasTrainedHereDecides() {
        List<String> snapshots = recorded.all(Topics.AGENT_SNAPSHOTS, AgentSnapshot.class).stream()
                .map(snapshot -> snapshot.getAgent() + "/" + snapshot.getVersion())
                .toList();

        assertThat(snapshots).isNotEmpty().doesNotHaveDuplicates();
        assertThat(loopDecisions()).extracting(Decision::getSnapshot).isSubsetOf(snapshots);
        assertThat(recorded.all(Topics.CAUSAL_MODELS, CausalModel.class)).hasSize(1);
    }

    @Test
    @Order(3)
    void everyMessageIsDecidedOnceAndSentOnce() {
        List<String> messages = loopDecisions().stream()
                .filter(decision -> decision.getAction() != 0)
                .map(Decision::getDecisionId)
                .toList();

        assertThat(messages).isNotEmpty();
        assertThat(actions()).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(sent()).containsExactlyInAnyOrderElementsOf(messages);
    }

    @Test
    @Order(4)
    void topicsOutliveABroker() throws Exception {
        List<String> names =
                Topics.ALL.stream().map(topic -> connection.name(topic)).toList();
        try (Admin admin = connection.admin()) {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names).allTopicNames().get();
            assertThat(topics.values())
                    .hasSize(names.size())
                    .allSatisfy(topic -> assertThat(topic.partitions())
                            .allSatisfy(partition ->
                                    assertThat(partition.replicas()).hasSize(3)));
            List<ConfigResource> resources = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources).all().get();
            assertThat(configs.values())
                    .extracting(config -> config.get("min.insync.replicas").value())
                    .containsOnly("2");
            await("all replicas in sync")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> admin.describeTopics(names).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.isr().size() == 3));
        }
    }

    @Test
    @Order(5)
    void everyAppSaysThatItIsWell() {
        for (String app : APPS) {
            assertThat(ask(app, "/health").statusCode()).as("health of " + app).isEqualTo(200);
            await(app + " ready")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ask(app, "/ready").statusCode() == 200);
            await(app + " healthy by Docker's own check")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stack.inspect(app, "{{.State.Health.Status}}").equals("healthy"));
            assertThat(stack.inspect(app, "{{.RestartCount}}"))
                    .as("restarts of " + app)
                    .isEqualTo("0");
        }
    }

    @Test
    @Order(6)
    void noAppIsRootOrMayWriteItsRootOrHasACapability() {
        for (String app : APPS) {
            assertThat(stack.inspect(app, "{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}"))
                    .as(app)
                    .isEqualTo("65532:65532 true [ALL]");
            assertThat(stack.inspect(app, "{{.HostConfig.SecurityOpt}}"))
                    .as(app)
                    .contains("no-new-privileges");
            assertThat(Long.parseLong(stack.inspect(app, "{{.HostConfig.Memory}}")))
                    .as("memory limit of " + app)
                    .isPositive();
        }
    }

    @Test
    @Order(7)
    void prometheusSeesEveryAppAndTheDashboardHasNoEmptyPanel() throws Exception {
        for (String app : APPS) {
            assertThat(query("up{instance=\"" + app + ":9400\"} == 1")).as(app).hasSize(1);
        }
        Map<String, String> empty = new TreeMap<>();
        for (JsonNode panel : JSON.readTree(Files.readString(DASHBOARD)).get("panels")) {
            for (JsonNode target : panel.get("targets")) {
                String expression = target.get("expr").asText();
                if (query(expression).isEmpty()) {
                    empty.put(panel.get("title").asText(), expression);
                }
            }
        }
        assertThat(empty).isEmpty();
    }

    @Test
    @Order(8)
    void everyAppEndsWithinTenSecondsOfSigterm() {
        for (String app : APPS) {
            double seconds = stack.stop(app);

            assertThat(stack.inspect(app, "{{.State.ExitCode}}"))
                    .as("exit code of " + app + ", 128 + SIGTERM")
                    .isEqualTo("143");
            assertThat(seconds).as("seconds to stop " + app).isLessThan(10);
            assertThat(stack.logs(app)).as(app).doesNotContain("did not stop within");
        }
    }

    private List<Decision> loopDecisions() {
        return recorded.all(Topics.DECISIONS, Decision.class).stream()
                .filter(decision -> decision.getCustomerId().startsWith(LOOP))
                .toList();
    }

    private List<String> actions() {
        return recorded.all(Topics.ACTIONS, MessageAction.class).stream()
                .map(MessageAction::getActionId)
                .toList();
    }

    private List<String> sent() {
        return recorded.all(Topics.DELIVERY_RECEIPTS, DeliveryReceipt.class).stream()
                .filter(receipt -> receipt.getStatus() == DeliveryStatus.SENT)
                .map(DeliveryReceipt::getActionId)
                .toList();
    }

    private void awaitEnd(String job) {
        await("the end of " + job)
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> stack.inspect(job, "{{.State.Status}}").equals("exited"));
        assertThat(stack.inspect(job, "{{.State.ExitCode}}"))
                .as(() -> "exit code of " + job + ", which said:\n" + stack.logs(job))
                .isEqualTo("0");
    }

    private HttpResponse<String> ask(String app, String path) {
        return Http.get("http://" + stack.address(app, OPERATIONS) + path);
    }

    private JsonNode query(String expression) throws Exception {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpResponse<String> answer = Http.get(stack.prometheusUrl() + "/api/v1/query?query=" + encoded);
        assertThat(answer.statusCode()).as(expression + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("data").get("result");
    }
}
