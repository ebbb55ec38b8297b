package io.leaven.dispatcher.decision;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads a {@link FakeBroker}'s requests from wherever its position is, a few at a time. */
final class FakeConsumer extends MockConsumer<byte[], byte[]> {

    private final FakeBroker broker;
    private final int most;

    /** @param most records of one partition in a poll */
    FakeConsumer(FakeBroker broker, int most) {
        super("earliest");
        this.broker = broker;
        this.most = most;
    }

    /** To be called when the loop has subscribed: every partition becomes this consumer's, at its committed position. */
    void takeAll() {
        rebalance(broker.requests.keySet());
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        broker.requests.keySet().forEach(partition -> beginnings.put(partition, 0L));
        updateBeginningOffsets(beginnings);
        broker.positions.forEach((partition, position) -> seek(partition, position.offset()));
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        for (TopicPartition partition : assignment()) {
            broker.requests.get(partition).stream()
                    .filter(record -> record.offset() >= position(partition))
                    .limit(most)
                    .forEach(this::addRecord);
        }
        return super.poll(timeout);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        partitions.forEach(partition -> committed.put(partition, broker.positions.get(partition)));
        return committed;
    }
}
