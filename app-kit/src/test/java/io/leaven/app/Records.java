package io.leaven.app;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A topic in a {@link MockConsumer}. */
final class Records {

    static final String TOPIC = "leaven.replay";

    private Records() {}

    /** A consumer that knows the topic with so many partitions, each with the given number of records to be read. */
    static MockConsumer<byte[], byte[]> consumer(int partitions, int records) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        all.forEach(partition -> beginnings.put(partition, 0L));
        all.forEach(partition -> ends.put(partition, (long) records));
        consumer.updatePartitions(TOPIC, all.stream().map(Records::info).toList());
        consumer.updateBeginningOffsets(beginnings);
        consumer.updateEndOffsets(ends);
        return consumer;
    }

    static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>(TOPIC, partition, offset, bytes("k" + offset), bytes(partition + "@" + offset));
    }

    static String value(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static PartitionInfo info(TopicPartition partition) {
        Node[] none = {};
        return new PartitionInfo(partition.topic(), partition.partition(), Node.noNode(), none, none);
    }
}
