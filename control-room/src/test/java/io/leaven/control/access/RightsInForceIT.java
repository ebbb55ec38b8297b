package io.leaven.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.app.access.Rights;
import io.leaven.control.InProcess;
import io.leaven.control.access.AuthorizerLog.Check;
import io.leaven.dispatcher.delivery.backend.http.WebhookSignature;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole apps on a broker that allows each of them what {@code leaven acls --create} has made, and nothing else. */
class RightsInForceIT {

    private static final String PREFIX = "leaven.";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String POISON = "poison";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path folder;

    private int receiptsPort;

    /** Everything is on that needs a right of its own. */
    private Map<String, String> settings() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            receiptsPort = free.getLocalPort();
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("enricher.state.dir", folder.resolve("state").toString());
        settings.put("enricher.threads", "1");
        settings.put("enricher.reward.opened", "0.01");
        settings.put("enricher.receipt.grace.ms", "500");
        settings.put("enricher.decision.grace.ms", "1000");
        settings.put("causal.uplift.bootstrap.replicates", "0");
        settings.put("causal.uplift.rounds", "10");
        settings.put("causal.mmm.chains", "2");
        settings.put("causal.mmm.warmup", "100");
        settings.put("causal.mmm.draws", "100");
        settings.put("trainer.preset", "paper");
        settings.put("trainer.warmup.transitions", "50");
        settings.put("trainer.snapshot.interval.updates", "30");
        settings.put("trainer.gate.share", "0.1");
        settings.put(
                "dispatcher.guardrails.file",
                Files.writeString(folder.resolve("guardrails.yaml"), "cap:\n  - 50 per 1d\n")
                        .toString());
        settings.put("dispatcher.group.holdout.share", "0.1");
        settings.put("dispatcher.bands.customers", "100");
        settings.put("dispatcher.bands.share", "1");
        settings.put("dispatcher.bands.value.factor", "1e9");
        settings.put("dispatcher.bands.lift.least", "-1e9");
        settings.put("delivery.receipts.port", Integer.toString(receiptsPort));
        settings.put(
                "delivery.receipts.secret.file",
                Files.writeString(folder.resolve("secret"), SECRET).toString());
        return settings;
    }

    @Test
    void aWholeLoopRunsWithTheRightsOfTheTableAndUsesEveryOne() throws Exception {
        try (LockedCluster cluster = new LockedCluster(folder, settings());
                Connection administrator = cluster.administrator(PREFIX)) {
            isRefused(
                    cluster,
                    Role.OPERATOR,
                    "the brokers refuse it: log in as one of their super.users",
                    "acls",
                    "--create");
            isRefused(
                    cluster,
                    Role.ENRICHER,
                    "cannot describe topic 'leaven.customer-events': Topic authorization failed. `leaven acls` tells",
                    "enrich");
            List<Grant> grants = createAcls(cluster);
            try (AuthorizerLog log = new AuthorizerLog()) {
                liveThroughAll(cluster, administrator);

                assertThat(log.unread()).isEmpty();
                assertThat(log.denied()).as("denied to anybody").isEmpty();
                assertThat(unused(grants, log.allowed()))
                        .as("rights that nobody needed")
                        .isEmpty();
            }
        }
    }

    private static void isRefused(LockedCluster cluster, Role role, String why, String... words) throws Exception {
        try (InProcess refused = cluster.start(role, words)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains(why).doesNotContain("\tat ");
        }
    }

    private static List<Grant> createAcls(LockedCluster cluster) throws Exception {
        List<Grant> grants = new ArrayList<>();
        for (Role role : Role.values()) {
            Rights rights = role.rights(cluster.source(role), PREFIX);
            grants.add(new Grant(role, rights, role.principal(), "*"));
        }
        long acls = grants.stream().mapToLong(grant -> grant.bindings().size()).sum();
        try (InProcess first = cluster.startAsSuperUser("acls", "--create")) {
            assertThat(first.exitCode()).as(first.toString()).isZero();
            assertThat(first.out())
                    .contains("created allow User:leaven-enricher to READ on topic leaven.customer-events")
                    .contains(acls + " ACLs created, 0 stood already");
        }
        try (InProcess again = cluster.startAsSuperUser("acls", "--create", "enricher", "trainer")) {
            assertThat(again.exitCode()).isZero();
            assertThat(again.out().strip()).matches("0 ACLs created, \\d+ stood already");
        }
        return grants;
    }

    private void liveThroughAll(LockedCluster cluster, Connection administrator) throws Exception {
        run(cluster, Role.TOPICS, "topics", "create", "--partitions", "2");

        run(cluster, Role.GENERATOR, "generate", "experiments", "--rows-per-arm", "200");
        run(cluster, Role.GENERATOR, "generate", "media-spend", "--weeks", "52");
        poison(administrator, Topics.TREATMENT_EXPERIMENTS);
        run(cluster, Role.FIT, "fit", "uplift", "--publish");
        run(cluster, Role.FIT, "fit", "mmm", "--publish", "--force");

        try (InProcess enricher = cluster.start(Role.ENRICHER, "enrich")) {
            run(cluster, Role.GENERATOR, "generate", "--customers", "60", "--steps", "10");
            poison(administrator, Topics.CUSTOMER_EVENTS);
            awaitRecords(enricher, administrator, Topics.REPLAY, Transition.class, 600);
            poison(administrator, Topics.REPLAY);
            try (InProcess trainer = cluster.start(Role.TRAINER, "train")) {
                awaitRecords(trainer, administrator, Topics.AGENT_SNAPSHOTS, AgentSnapshot.class, 2);
                awaitLetter(trainer, administrator, "trainer");
            }
            try (InProcess dispatcher = cluster.start(Role.DISPATCHER, "dispatch");
                    InProcess delivery = cluster.start(Role.DELIVERY, "deliver", "--backend", "log")) {
                poison(administrator, Topics.DECISION_REQUESTS);
                poison(administrator, Topics.DECISIONS, "loop42-000000");
                poison(administrator, Topics.ACTIONS);
                run(
                        cluster,
                        Role.GENERATOR,
                        "generate",
                        "--mode",
                        "loop",
                        "--resume",
                        "--customers",
                        "150",
                        "--steps",
                        "2");
                awaitRecords(delivery, administrator, Topics.DELIVERY_RECEIPTS, DeliveryReceipt.class, 1);
                bounce(records(administrator, Topics.DELIVERY_RECEIPTS, DeliveryReceipt.class)
                        .get(0));
                awaitRecords(enricher, administrator, Topics.REPLAY, Transition.class, 600 + 300);
                awaitRecords(dispatcher, administrator, Topics.SNAPSHOT_ORDERS, SnapshotOrder.class, 1);
                awaitLetter(enricher, administrator, "enricher");
                awaitLetter(dispatcher, administrator, "dispatcher");
                awaitLetter(delivery, administrator, "delivery");
                assertThat(List.of(enricher, dispatcher, delivery)).allMatch(InProcess::isRunning);
            }
        }
        run(cluster, Role.REBUILD, "enrich", "--rebuild", "again", "--once");
        people(cluster);
    }

    private void people(LockedCluster cluster) throws Exception {
        List<String> topics = Stream.concat(Topics.ALL.stream().map(Topic::name), Stream.of("replay-again"))
                .toList();
        runSideBySide(topics.stream()
                .map(topic -> cluster.start(Role.VIEWER, "record", topic, recording(topic)))
                .toList());
        run(cluster, Role.VIEWER, "watch", "replay-again", "--from-beginning", "--limit", "1");
        run(cluster, Role.VIEWER, "lift", "--since", "2000-01-01T00:00:00Z");
        run(cluster, Role.VIEWER, "topics", "list");
        run(cluster, Role.OPERATOR, "snapshots", "pin", "1");
        runSideBySide(topics.stream()
                .map(topic -> cluster.start(Role.REPLAYER, "replay", recording(topic), "--speed", "max"))
                .toList());
        run(cluster, Role.TOPICS, "topics", "delete", "--yes");
    }

    private String recording(String topic) {
        return folder.resolve(topic + ".jsonl").toString();
    }

    private static void runSideBySide(List<InProcess> commands) throws Exception {
        for (InProcess command : commands) {
            assertThat(command.exitCode()).as(command.toString()).isZero();
        }
    }

    private static void run(LockedCluster cluster, Role role, String... words) throws Exception {
        try (InProcess command = cluster.start(role, words)) {
            assertThat(command.exitCode()).as(command.toString()).isZero();
        }
    }

    private static void poison(Connection administrator, Topic<?> topic) {
        poison(administrator, topic, POISON);
    }

    private static void poison(Connection administrator, Topic<?> topic, String key) {
        try (Producer<byte[], byte[]> producer = administrator.rawProducer(POISON, Map.of())) {
            producer.send(new ProducerRecord<>(administrator.name(topic), bytes(key), bytes(POISON)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void bounce(DeliveryReceipt sent) throws Exception {
        byte[] body = bytes("{\"actionId\": \"" + sent.getActionId() + "\", \"status\": \"bounced\"}");
        Instant now = Instant.now();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiptsPort + "/receipts"))
                .header(WebhookSignature.ID, "m")
                .header(WebhookSignature.TIMESTAMP, Long.toString(now.getEpochSecond()))
                .header(WebhookSignature.SIGNATURE, new WebhookSignature(List.of(SECRET)).sign("m", now, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(202);
    }

    private static <V extends SpecificRecord> void awaitRecords(
            InProcess app, Connection administrator, Topic<V> topic, Class<V> type, int atLeast) {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(records(administrator, topic, type).size())
                    .as("%s: %s", topic, app)
                    .isGreaterThanOrEqualTo(atLeast);
        });
    }

    private static void awaitLetter(InProcess app, Connection administrator, String from) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(records(administrator, Topics.DEAD_LETTERS, DeadLetter.class))
                        .as(app.toString())
                        .extracting(DeadLetter::getApp)
                        .contains(from));
    }

    private static <V extends SpecificRecord> List<V> records(Connection administrator, Topic<V> topic, Class<V> type) {
        List<V> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = administrator.rawReader("rights-it");
                Deserializer<V> values = administrator.serdes().deserializer(type)) {
            TopicScan.scan(
                    reader,
                    administrator.name(topic),
                    record -> {
                        if (!Arrays.equals(bytes(POISON), record.value())) {
                            found.add(values.deserialize(record.topic(), record.value()));
                        }
                    },
                    read -> {});
        }
        return found;
    }

    private static Set<String> unused(List<Grant> grants, Set<Check> allowed) {
        Set<String> unused = new TreeSet<>();
        for (Grant grant : grants) {
            Set<Check> mine = allowed.stream()
                    .filter(check -> check.principal().equals(grant.principal()))
                    .collect(Collectors.toSet());
            grant.rights().operations().forEach((resource, operations) -> {
                for (AclOperation operation : operations) {
                    if (mine.stream().noneMatch(check -> check.operation() == operation && covers(resource, check))) {
                        unused.add(grant.role().label() + ": " + operation + " on " + resource);
                    }
                }
            });
        }
        return unused;
    }

    private static boolean covers(ResourcePattern resource, Check check) {
        return resource.resourceType() == check.type()
                && (resource.patternType() == PatternType.PREFIXED
                        ? check.name().startsWith(resource.name())
                        : check.name().equals(resource.name()));
    }
}
