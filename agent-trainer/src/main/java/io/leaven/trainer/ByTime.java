package io.leaven.trainer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions merged by time: always the record whose timestamp is lowest among the next ones of all partitions, the lowest
 * partition among equals. A partition that has more, but whose next record has not arrived, is waited for. So the order of records
 * that were on the topic when they were read depends on them alone, not on how the broker hands them out, and is the same from any
 * position on. Holds some thousand records. Not safe for use by several threads.
 */
final class ByTime {

    private static final int MANY = 2_000;

    private static final Comparator<ConsumerRecord<byte[], byte[]>> ORDER = Comparator.comparingLong(
                    ConsumerRecord<byte[], byte[]>::timestamp)
            .thenComparingInt(ConsumerRecord::partition);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> waiting =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));

    /** @param consumer with partitions assigned, not paused */
    ByTime(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        consumer.assignment().forEach(partition -> waiting.put(partition, new ArrayDeque<>()));
    }

    /** What can be taken now, or what comes while waiting; empty if nothing does. */
    List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            waiting.get(new TopicPartition(record.topic(), record.partition())).add(record);
        }
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        for (Optional<Deque<ConsumerRecord<byte[], byte[]>>> next = next(); next.isPresent(); next = next()) {
            taken.add(next.get().poll());
        }
        holdBack();
        return taken;
    }

    /** Where the next record stands; empty if there is none, or one that may come before it has not arrived. */
    private Optional<Deque<ConsumerRecord<byte[], byte[]>>> next() {
        Deque<ConsumerRecord<byte[], byte[]>> first = null;
        for (Map.Entry<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> each : waiting.entrySet()) {
            Deque<ConsumerRecord<byte[], byte[]>> records = each.getValue();
            if (records.isEmpty()) {
                if (hasMore(each.getKey())) {
                    return Optional.empty();
                }
            } else if (first == null || ORDER.compare(records.peek(), first.peek()) < 0) {
                first = records;
            }
        }
        return Optional.ofNullable(first);
    }

    private boolean hasMore(TopicPartition partition) {
        OptionalLong lag = consumer.currentLag(partition);
        return lag.isEmpty() || lag.getAsLong() > 0;
    }

    /** A partition that waits for others is not read on without end. */
    private void holdBack() {
        waiting.forEach((partition, records) -> {
            if (records.size() >= MANY) {
                consumer.pause(List.of(partition));
            } else if (consumer.paused().contains(partition)) {
                consumer.resume(List.of(partition));
            }
        });
    }

    /** Records that were not taken yet; -1 before that is known. */
    long lag() {
        long sum = 0;
        for (Map.Entry<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> each : waiting.entrySet()) {
            OptionalLong lag = consumer.currentLag(each.getKey());
            if (lag.isEmpty()) {
                return -1;
            }
            sum += lag.getAsLong() + each.getValue().size();
        }
        return sum;
    }
}
