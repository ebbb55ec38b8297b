package io.leaven.generator.recording;

import io.leaven.app.TopicScan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads all partitions of a topic as one stream. While it catches up with what the topic held at the start, it merges
 * them by timestamp: a record goes out when no partition can bring an older one. After that records go out as they come.
 * The order within a partition is never changed. Buffers a bounded number of records for each partition. Not
 * thread-safe; the consumer stays the caller's.
 */
public final class TimeOrderedReader {

    private static final int MOST_BUFFERED = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> buffers = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;

    private TimeOrderedReader(Consumer<byte[], byte[]> consumer, String topic, boolean fromBeginning) {
        this.consumer = consumer;
        List<TopicPartition> partitions = TopicScan.partitions(consumer, topic);
        partitions.forEach(partition -> buffers.put(partition, new ArrayDeque<>()));
        consumer.assign(partitions);
        this.ends = consumer.endOffsets(partitions);
        this.begins = fromBeginning ? consumer.beginningOffsets(partitions) : ends;
        begins.forEach(consumer::seek);
    }

    /**
     * Reads a topic from its first record.
     *
     * @param consumer not subscribed
     * @param topic the full name
     * @throws io.leaven.app.UserError if there is no such topic
     */
    public static TimeOrderedReader fromBeginning(Consumer<byte[], byte[]> consumer, String topic) {
        return new TimeOrderedReader(consumer, topic, true);
    }

    /** Reads what comes to a topic from now on. */
    public static TimeOrderedReader fromNow(Consumer<byte[], byte[]> consumer, String topic) {
        return new TimeOrderedReader(consumer, topic, false);
    }

    /** Waits for records at most so long and returns those that are next; often none while partitions are merged. */
    public List<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            buffers.get(new TopicPartition(record.topic(), record.partition())).add(record);
        }
        List<ConsumerRecord<byte[], byte[]>> next = new ArrayList<>();
        while (!awaitsOlder()) {
            Deque<ConsumerRecord<byte[], byte[]>> oldest = oldest(buffers.values());
            if (oldest == null) {
                break;
            }
            next.add(oldest.remove());
        }
        pauseFull();
        return next;
    }

    /** Whether everything was handed out that the topic held at the start. */
    public boolean caughtUp() {
        return buffers.entrySet().stream()
                .allMatch(entry -> !isBehind(entry.getKey())
                        && (entry.getValue().isEmpty()
                                || !wasThereAtStart(entry.getValue().peek())));
    }

    /** Whether the topic held the record at the start. */
    public boolean wasThereAtStart(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()));
    }

    /** How many offsets the topic held at the start; transaction markers have offsets, too. */
    public long offsetsAtStart() {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - begins.get(end.getKey()))
                .sum();
    }

    /** How many of those were read so far. */
    public long offsetsRead() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.min(consumer.position(end.getKey()), end.getValue()) - begins.get(end.getKey()))
                .sum();
    }

    private boolean awaitsOlder() {
        return buffers.entrySet().stream().anyMatch(entry -> entry.getValue().isEmpty() && isBehind(entry.getKey()));
    }

    private boolean isBehind(TopicPartition partition) {
        return consumer.position(partition) < ends.get(partition);
    }

    private void pauseFull() {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> open = new ArrayList<>();
        buffers.forEach((partition, buffer) -> (buffer.size() >= MOST_BUFFERED ? full : open).add(partition));
        consumer.pause(full);
        consumer.resume(open);
    }

    private static Deque<ConsumerRecord<byte[], byte[]>> oldest(
            Collection<Deque<ConsumerRecord<byte[], byte[]>>> buffers) {
        return buffers.stream()
                .filter(buffer -> !buffer.isEmpty())
                .min(Comparator.comparingLong(buffer -> buffer.peek().timestamp()))
                .orElse(null);
    }
}
