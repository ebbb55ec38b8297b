package io.leaven.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic once, from its beginning to where it ends at the start of the scan. */
public final class TopicScan {

    private static final Duration POLL = Duration.ofMillis(200);

    private TopicScan() {}

    /** Takes one record as it stands on the topic. */
    @FunctionalInterface
    public interface RecordHandler {
        void accept(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Hands every record to the handler, partition by partition in order of offset.
     *
     * @param consumer not subscribed; it stays open
     * @param topic the full name
     * @param handler told of each record
     * @param progress told how many records were read so far
     * @throws UserError if there is no such topic
     */
    public static void scan(
            Consumer<byte[], byte[]> consumer, String topic, RecordHandler handler, LongConsumer progress) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long read = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    handler.accept(record);
                    read++;
                }
            }
            progress.accept(read);
        }
    }

    /**
     * The partitions of a topic.
     *
     * @throws UserError if there is no such topic
     */
    public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new UserError("there is no topic '" + topic + "'; `leaven topics create` makes Leaven's topics");
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
