package io.leaven.enricher.rebuild;

import io.leaven.app.UserError;
import io.leaven.schemas.topic.TopicAdmin.Presence;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Of what a topic held at one moment, how much a consumer group has not committed yet, in offsets. The admin client is borrowed. */
public final class RebuildProgress {

    private final Admin admin;
    private final String group;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;

    private RebuildProgress(
            Admin admin, String group, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        this.admin = admin;
        this.group = group;
        this.begins = begins;
        this.ends = ends;
    }

    /** Takes the topic as it is now for the whole. */
    public static RebuildProgress begin(Admin admin, String group, Presence topic) {
        return new RebuildProgress(
                admin, group, offsets(admin, topic, OffsetSpec.earliest()), offsets(admin, topic, OffsetSpec.latest()));
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, Presence topic, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, topic.partitions())
                .boxed()
                .collect(
                        Collectors.toMap(partition -> new TopicPartition(topic.name(), partition), partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found = get(
                admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all(),
                cause -> new UserError("cannot ask for the offsets of topic " + topic.name(), cause));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /**
     * Offsets that are left, 0 when the group has caught up with that moment. Asks the broker.
     *
     * @throws UserError if the broker does not answer
     */
    public long left() {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata done = committed.get(end.getKey());
                    long from = done == null ? begins.get(end.getKey()) : done.offset();
                    return Math.max(0, end.getValue() - from);
                })
                .sum();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), cause -> {
            if (cause instanceof GroupIdNotFoundException) {
                return null;
            }
            return new UserError("cannot ask for the offsets of consumer group " + group, cause);
        });
    }

    /** @param error made of the cause of a failure; null to take nothing for an answer */
    private static <K, V> Map<K, V> get(KafkaFuture<Map<K, V>> answer, Function<Throwable, UserError> error) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            UserError failure = error.apply(e.getCause());
            if (failure == null) {
                return Map.of();
            }
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while asking for offsets", e);
        }
    }
}
