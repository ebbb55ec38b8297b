package io.leaven.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates, lists and deletes the topics of the {@link Topics catalogue} on a cluster. A call returns when the broker shows
 * what was asked for. The admin client is borrowed; instances are as safe for threads as it is.
 *
 * <p>Every method throws {@link TopicAdminException} when the cluster refuses or does not answer within 30 s.
 */
public final class TopicAdmin {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Admin admin;
    private final String prefix;

    /**
     * @param admin stays open
     * @param prefix what full names begin with, such as {@code leaven.}
     */
    public TopicAdmin(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /**
     * How topics are laid out on a cluster.
     *
     * @param customerPartitions partitions of each customer topic, 1 or more: the most enrichers or dispatchers that can share
     *     the work
     * @param replication copies of each partition, 1 to the number of brokers; -1 for the cluster's default
     */
    public record Layout(int customerPartitions, short replication) {
        public Layout {
            if (customerPartitions < 1) {
                throw new IllegalArgumentException("customerPartitions is " + customerPartitions + ", not 1 or more");
            }
            if (replication < 1 && replication != -1) {
                throw new IllegalArgumentException("replication is " + replication + ", not 1 or more (or -1)");
            }
        }

        int partitions(Topic<?> topic) {
            return switch (topic.partitions()) {
                case BY_CUSTOMER -> customerPartitions;
                case ONE -> 1;
            };
        }
    }

    /**
     * A topic of the catalogue as the cluster has it.
     *
     * @param name the full name
     * @param partitions 0 if the cluster does not have the topic
     */
    public record Presence(Topic<?> topic, String name, int partitions) {
        public boolean exists() {
            return partitions > 0;
        }
    }

    /**
     * Creates the topics that are missing and leaves the others as they are. If one that exists has another number of
     * partitions than the layout, nothing is created: topics that are joined by customer must agree.
     *
     * @return the full names of those that were created
     */
    public List<String> create(Layout layout) {
        return create(Topics.ALL, layout);
    }

    /** The same for some topics, of the catalogue or not. */
    public List<String> create(List<Topic<?>> topics, Layout layout) {
        List<Presence> before = list(topics);
        refuseOtherLayouts(before, layout);
        List<Topic<?>> missing = new ArrayList<>();
        before.stream().filter(presence -> !presence.exists()).forEach(presence -> missing.add(presence.topic));
        List<NewTopic> wanted = missing.stream()
                .map(topic -> new NewTopic(topic.fullName(prefix), layout.partitions(topic), layout.replication)
                        .configs(configs(topic)))
                .toList();
        admin.createTopics(wanted).values().forEach((name, created) -> {
            try {
                await("create topic '" + name + "'", created);
            } catch (TopicAdminException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
        List<String> names =
                missing.stream().map(topic -> topic.fullName(prefix)).toList();
        awaitUntil("show the new topics", () -> list(topics).stream().allMatch(Presence::exists));
        List<Presence> after = list(topics);
        refuseOtherLayouts(after, layout);
        awaitLeaders(after);
        return names;
    }

    /**
     * Waits until the leader of every partition answers. A broker shows a new topic a moment before it opens its partitions;
     * an idempotent producer whose first batch falls into that moment and whose second does not can never deliver the first
     * (KAFKA-15591).
     */
    private void awaitLeaders(List<Presence> present) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Presence presence : present) {
            for (int partition = 0; partition < presence.partitions; partition++) {
                ends.put(new TopicPartition(presence.name, partition), OffsetSpec.latest());
            }
        }
        await("reach the partitions of the topics", admin.listOffsets(ends).all());
    }

    /** Every topic of the catalogue, in its order, whether the cluster has it or not. */
    public List<Presence> list() {
        return list(Topics.ALL);
    }

    /** The same for some topics, of the catalogue or not: no other is asked for, as the caller may have no right to. */
    public List<Presence> list(Collection<Topic<?>> topics) {
        List<String> names =
                topics.stream().map(topic -> topic.fullName(prefix)).toList();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(names).topicNameValues();
        List<Presence> found = new ArrayList<>();
        for (Topic<?> topic : topics) {
            String name = topic.fullName(prefix);
            found.add(new Presence(topic, name, partitions(name, described.get(name))));
        }
        return found;
    }

    /**
     * Deletes the topics of the catalogue with all that they hold.
     *
     * @return the full names of those that were deleted
     */
    public List<String> delete() {
        List<String> present =
                list().stream().filter(Presence::exists).map(Presence::name).toList();
        admin.deleteTopics(present)
                .topicNameValues()
                .forEach((name, deleted) -> await("delete topic '" + name + "'", deleted));
        awaitUntil("forget the deleted topics", () -> list().stream().noneMatch(Presence::exists));
        return present;
    }

    private Map<String, String> configs(Topic<?> topic) {
        Map<String, String> configs = new LinkedHashMap<>();
        switch (topic.cleanup()) {
            case COMPACT -> {
                configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                // A tombstone says that a customer is erased: it must outlive what else tells of the customer.
                configs.put(
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        Long.toString(topic.retention().toMillis()));
            }
            case DELETE -> {
                configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                configs.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(topic.retention().toMillis()));
            }
        }
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_RECORD_BYTES));
        // Simulated and replayed streams keep their own time, which may lie ahead of the broker's clock.
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        return configs;
    }

    private void refuseOtherLayouts(List<Presence> present, Layout layout) {
        List<String> others = present.stream()
                .filter(Presence::exists)
                .filter(presence -> presence.partitions != layout.partitions(presence.topic))
                .map(presence -> "'" + presence.name + "' has " + presence.partitions + ", wanted "
                        + layout.partitions(presence.topic))
                .toList();
        if (!others.isEmpty()) {
            throw new TopicAdminException("topics exist with other numbers of partitions: " + String.join("; ", others)
                    + ". Ask for the number that they have, or delete them first");
        }
    }

    private static int partitions(String name, KafkaFuture<TopicDescription> described) {
        try {
            return await("describe topic '" + name + "'", described)
                    .partitions()
                    .size();
        } catch (TopicAdminException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private static <T> T await(String what, KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new TopicAdminException("cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new TopicAdminException("cannot " + what + ": no answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicAdminException("interrupted while trying to " + what, e);
        }
    }

    /** The controller's answer comes a moment before the broker's view follows. */
    private static void awaitUntil(String what, BooleanSupplier done) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TopicAdminException("the cluster did not " + what + " within " + PATIENCE.toSeconds() + " s");
            }
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TopicAdminException("interrupted while waiting for the cluster to " + what, e);
            }
        }
    }
}
