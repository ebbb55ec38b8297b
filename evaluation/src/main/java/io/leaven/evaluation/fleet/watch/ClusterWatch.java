package io.leaven.evaluation.fleet.watch;

import io.leaven.app.Connection;
import io.leaven.evaluation.fleet.process.Fleet;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How the cluster is. */
public final class ClusterWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Admin admin;
    private final Connection connection;

    public ClusterWatch(Admin admin, Connection connection) {
        this.admin = admin;
        this.connection = connection;
    }

    public boolean hasBrokers(int count) throws InterruptedException {
        try {
            return get(admin.describeCluster().nodes()).size() >= count;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Whether every copy of every partition, internal topics included, is as far as its leader. */
    public boolean isInSync() throws InterruptedException {
        try {
            Map<String, TopicDescription> topics = get(admin.describeTopics(get(
                            admin.listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
                                    .names()))
                    .allTopicNames());
            return topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.isr().size() == partition.replicas().size());
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** The partitions that each group of the fleet reads. */
    public Map<String, List<TopicPartition>> groups() {
        return Map.of(
                Fleet.ENRICHER_GROUP, partitions(Topics.CUSTOMER_EVENTS, Topics.DECISIONS),
                Fleet.DISPATCHER_GROUP, partitions(Topics.DECISION_REQUESTS),
                Fleet.DELIVERY_GROUP, partitions(Topics.ACTIONS));
    }

    private List<TopicPartition> partitions(Topic<?>... topics) {
        List<String> names = Stream.of(topics).map(connection::name).toList();
        try {
            return get(admin.describeTopics(names).allTopicNames()).values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot describe " + names, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
