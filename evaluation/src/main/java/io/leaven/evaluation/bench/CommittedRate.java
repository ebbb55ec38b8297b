package io.leaven.evaluation.bench;

import io.leaven.app.UserError;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How fast a consumer group commits its way through topics that were filled before: records a second from its first
 * commit to its last, so that the time to start does not count. The group's commits are what the rest of the world sees,
 * the same for Kafka Streams and for a plain transactional loop.
 */
final class CommittedRate {

    private static final long BETWEEN_LOOKS_MS = 20;

    private final Admin admin;
    private final Collection<String> topics;

    CommittedRate(Admin admin, Collection<String> topics) {
        this.admin = admin;
        this.topics = List.copyOf(topics);
    }

    /**
     * Waits until the group has committed all that the topics hold.
     *
     * @param failure asked why the group's app failed, if it did
     * @return records a second
     * @throws UserError if that takes longer than allowed
     */
    double await(String group, Duration atMost, Supplier<Optional<Throwable>> failure) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long total = held();
        long firstCount = 0;
        long firstTime = 0;
        while (System.nanoTime() < deadline) {
            failure.get().ifPresent(reason -> {
                throw new UserError(group + " failed: " + reason.getMessage(), reason);
            });
            long count = committed(group);
            long now = System.nanoTime();
            if (firstCount == 0 && count > 0) {
                firstCount = count;
                firstTime = now;
            }
            if (count >= total) {
                if (firstCount >= total / 2) {
                    throw new UserError(
                            "too few records to time " + group + ": half of " + total + " were in its first commit");
                }
                return (total - firstCount) / ((now - firstTime) / 1e9);
            }
            Thread.sleep(BETWEEN_LOOKS_MS);
        }
        throw new UserError(
                group + " committed " + committed(group) + " of " + total + " records in " + atMost.toSeconds() + " s");
    }

    private long committed(String group) throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> topics.contains(entry.getKey().topic()) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (ExecutionException e) {
            return 0;
        }
    }

    private long held() throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> ends = admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new UserError(
                    "cannot look at the topics " + topics + ": " + e.getCause().getMessage(), e);
        }
    }
}
