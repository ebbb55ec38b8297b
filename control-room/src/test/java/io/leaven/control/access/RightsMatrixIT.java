package io.leaven.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.app.Connection;
import io.leaven.app.access.Rights;
import io.leaven.control.InProcess;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every role tries everything, with clients of its own, on every topic, consumer group and transactional id that any role has rights to, and on
 * some that none has: what its rights say works, and all else is refused. No app runs here, so that nothing is disturbed.
 */
class RightsMatrixIT {

    private static final String PREFIX = "probe.";
    private static final String FOREIGN = "somebody-elses";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] BYTES = "x".getBytes(StandardCharsets.UTF_8);

    /** As each app has most rights; where a setting takes some away is RoleTest's to say. */
    private static final Map<String, String> ALL_ON = Map.of(
            "dispatcher.guardrails.file", "any.yaml",
            "dispatcher.group.holdout.share", "0.1",
            "enricher.reward.opened", "0.01",
            "trainer.gate.share", "0.1",
            "delivery.receipts.port", "0");

    @TempDir
    private static Path folder;

    private static LockedCluster cluster;
    private static final Map<Role, Rights> RIGHTS = new EnumMap<>(Role.class);
    private static final Map<ResourceType, Set<String>> THINGS = new EnumMap<>(ResourceType.class);

    @BeforeAll
    static void start() throws Exception {
        cluster = new LockedCluster(folder, ALL_ON);
        for (Role role : Role.values()) {
            RIGHTS.put(role, role.rights(cluster.source(role), PREFIX));
        }
        for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
            THINGS.put(type, new TreeSet<>(Set.of(FOREIGN, PREFIX + FOREIGN)));
        }
        RIGHTS.values().stream()
                .flatMap(rights -> rights.operations().keySet().stream())
                .forEach(resource -> THINGS.get(resource.resourceType()).add(example(resource)));
        try (Connection administrator = cluster.administrator(PREFIX);
                Admin admin = administrator.admin();
                Producer<byte[], byte[]> producer = administrator.rawProducer("probe", Map.of())) {
            new ClusterAcls(admin)
                    .create(RIGHTS.entrySet().stream()
                            .flatMap(entry ->
                                    entry.getValue().bindings(entry.getKey().principal(), "*").stream())
                            .toList());
            admin.createTopics(topics().stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            for (String topic : topics()) {
                producer.send(new ProducerRecord<>(topic, BYTES)).get();
            }
        }
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static String example(ResourcePattern resource) {
        return resource.patternType() == PatternType.PREFIXED ? resource.name() + "example" : resource.name();
    }

    private static Set<String> topics() {
        return THINGS.get(ResourceType.TOPIC);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aRoleMayDoWhatItsRightsSayAndNothingElse(Role role) throws Exception {
        Set<String> can = new TreeSet<>();
        try (Connection connection = cluster.connection(role, PREFIX);
                Admin admin = connection.admin()) {
            readable(connection).forEach(topic -> can.add(AclOperation.READ + " TOPIC " + topic));
            writable(connection).forEach(topic -> can.add(AclOperation.WRITE + " TOPIC " + topic));
            for (AclOperation operation : EnumSet.of(
                    AclOperation.DESCRIBE,
                    AclOperation.CREATE,
                    AclOperation.DELETE,
                    AclOperation.DESCRIBE_CONFIGS,
                    AclOperation.ALTER_CONFIGS,
                    AclOperation.ALTER)) {
                Map<String, Future<?>> answers = ask(admin, operation);
                for (Map.Entry<String, Future<?>> answer : answers.entrySet()) {
                    if (allows(answer.getValue(), TopicAuthorizationException.class)) {
                        can.add(operation + " TOPIC " + answer.getKey());
                    }
                }
            }
            for (String group : THINGS.get(ResourceType.GROUP)) {
                TopicPartition partition = new TopicPartition(connection.name(Topics.ACTIONS), 0);
                if (allows(
                        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(0)))
                                .all(),
                        GroupAuthorizationException.class)) {
                    can.add(AclOperation.READ + " GROUP " + group);
                }
                if (allows(admin.deleteConsumerGroups(Set.of(group)).all(), GroupAuthorizationException.class)) {
                    can.add(AclOperation.DELETE + " GROUP " + group);
                }
            }
            for (String id : THINGS.get(ResourceType.TRANSACTIONAL_ID)) {
                if (beginsTransactions(connection, id)) {
                    can.add(AclOperation.WRITE + " TRANSACTIONAL_ID " + id);
                }
            }
            assertThat(allows(admin.describeAcls(AclBindingFilter.ANY).values(), ClusterAuthorizationException.class))
                    .as("may look at ACLs")
                    .isFalse();
        }

        assertThat(can).isEqualTo(allowed(RIGHTS.get(role)));
    }

    @Test
    void anAclBeyondTheTableIsNamedAndLeft() throws Exception {
        AclBinding elsewhere = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, PREFIX + "actions", PatternType.LITERAL),
                new AccessControlEntry(
                        Role.VIEWER.principal(), "10.9.9.9", AclOperation.WRITE, AclPermissionType.ALLOW));
        try (Connection administrator = cluster.administrator(PREFIX);
                Admin admin = administrator.admin()) {
            admin.createAcls(List.of(elsewhere)).all().get();

            try (InProcess acls =
                    cluster.startAsSuperUser("acls", "--create", "viewer", "fit", "--topic-prefix", PREFIX)) {
                assertThat(acls.exitCode()).as(acls.toString()).isZero();
                assertThat(acls.out().lines())
                        .containsExactly(
                                "left as it is, though not needed: allow User:leaven-viewer to WRITE on topic probe.actions"
                                        + " from 10.9.9.9",
                                "0 ACLs created, 18 stood already, 1 more");
            }
            assertThat(admin.describeAcls(elsewhere.toFilter()).values().get()).containsExactly(elsewhere);
        }
    }

    /** By the table alone: READ, WRITE and DELETE let describe, too. */
    private static Set<String> allowed(Rights rights) {
        Set<String> allowed = new TreeSet<>();
        THINGS.forEach((type, names) ->
                names.forEach(name -> rights.operations().forEach((resource, operations) -> {
                    boolean covered = resource.resourceType() == type
                            && (resource.patternType() == PatternType.PREFIXED
                                    ? name.startsWith(resource.name())
                                    : name.equals(resource.name()));
                    if (covered) {
                        operations.forEach(operation -> allowed.add(operation + " " + type + " " + name));
                        if (type == ResourceType.TOPIC
                                && operations.stream()
                                        .anyMatch(
                                                Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE)
                                                        ::contains)) {
                            allowed.add(AclOperation.DESCRIBE + " " + type + " " + name);
                        }
                    }
                })));
        return allowed;
    }

    /** Whatever else is said to it, the broker has not refused for want of a right. */
    private static boolean allows(Future<?> answer, Class<? extends AuthorizationException> refusal)
            throws InterruptedException {
        try {
            answer.get();
            return true;
        } catch (ExecutionException e) {
            return !refusal.isInstance(e.getCause());
        }
    }

    /** Nothing is changed by any of these. */
    private static Map<String, Future<?>> ask(Admin admin, AclOperation operation) {
        Map<String, Future<?>> answers = new HashMap<>();
        switch (operation) {
            case DESCRIBE -> answers.putAll(admin.describeTopics(topics()).topicNameValues());
            case CREATE ->
                answers.putAll(admin.createTopics(
                                topics().stream()
                                        .map(name -> new NewTopic(name, 1, (short) 1))
                                        .toList(),
                                new CreateTopicsOptions().validateOnly(true))
                        .values());
            case DELETE ->
                admin.deleteRecords(topics().stream()
                                .collect(Collectors.toMap(
                                        name -> new TopicPartition(name, 0), name -> RecordsToDelete.beforeOffset(0))))
                        .lowWatermarks()
                        .forEach((partition, answer) -> answers.put(partition.topic(), answer));
            case ALTER ->
                answers.putAll(admin.createPartitions(
                                topics().stream()
                                        .collect(Collectors.toMap(name -> name, name -> NewPartitions.increaseTo(2))),
                                new CreatePartitionsOptions().validateOnly(true))
                        .values());
            case DESCRIBE_CONFIGS ->
                admin.describeConfigs(
                                topics().stream().map(RightsMatrixIT::config).toList())
                        .values()
                        .forEach((resource, answer) -> answers.put(resource.name(), answer));
            case ALTER_CONFIGS ->
                admin.incrementalAlterConfigs(
                                topics().stream()
                                        .collect(Collectors.toMap(
                                                RightsMatrixIT::config,
                                                name -> List.of(new AlterConfigOp(
                                                        new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "1"),
                                                        AlterConfigOp.OpType.SET)))),
                                new AlterConfigsOptions().validateOnly(true))
                        .values()
                        .forEach((resource, answer) -> answers.put(resource.name(), answer));
            default -> throw new IllegalArgumentException(operation.name());
        }
        return answers;
    }

    private static ConfigResource config(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /** Asks for all topics at once, and again without those that were refused, until each has brought its record. */
    private static Set<String> readable(Connection connection) {
        Set<String> read = new HashSet<>();
        Set<String> open = new HashSet<>(topics());
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("probe")) {
            await().atMost(PATIENCE).until(() -> {
                List<TopicPartition> partitions =
                        open.stream().map(name -> new TopicPartition(name, 0)).toList();
                consumer.assign(partitions);
                try {
                    consumer.seekToBeginning(partitions);
                    consumer.poll(Duration.ofMillis(200)).forEach(record -> read.add(record.topic()));
                } catch (TopicAuthorizationException e) {
                    open.removeAll(e.unauthorizedTopics());
                }
                open.removeAll(read);
                return open.isEmpty();
            });
        }
        return read;
    }

    /** Without idempotence: else a producer that may write to no topic at all is refused before it asks for any. */
    private static Set<String> writable(Connection connection) throws InterruptedException {
        Set<String> written = new HashSet<>();
        try (Producer<byte[], byte[]> producer =
                connection.rawProducer("probe", Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false))) {
            List<Future<?>> answers = new ArrayList<>();
            List<String> names = List.copyOf(topics());
            names.forEach(topic -> answers.add(producer.send(new ProducerRecord<>(topic, BYTES))));
            for (int i = 0; i < names.size(); i++) {
                if (allows(answers.get(i), TopicAuthorizationException.class)) {
                    written.add(names.get(i));
                }
            }
        }
        return written;
    }

    private static boolean beginsTransactions(Connection connection, String id) {
        try (Producer<byte[], byte[]> producer =
                connection.rawProducer("probe", Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id))) {
            producer.initTransactions();
            return true;
        } catch (TransactionalIdAuthorizationException e) {
            return false;
        }
    }
}
