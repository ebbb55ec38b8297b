package io.leaven.dispatcher.delivery;

import io.leaven.dispatcher.delivery.queue.OffsetLedger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What is done of each partition that is ours, and what to commit of it: an {@link OffsetLedger} for each. Not thread-safe. */
final class ReadPositions {

    /** Kafka's default limit for the metadata of a commit is 4,096 bytes. */
    private static final int METADATA_CHARACTERS = 4_000;

    private final Map<TopicPartition, OffsetLedger> ledgers = new HashMap<>();

    /** Takes partitions over from where they were committed. */
    void takeOver(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = committed.get(partition);
            ledgers.put(
                    partition,
                    position == null
                            ? new OffsetLedger(consumer.position(partition), "")
                            : new OffsetLedger(position.offset(), position.metadata()));
        }
    }

    void giveUp(Collection<TopicPartition> partitions) {
        partitions.forEach(ledgers::remove);
    }

    /** Whether there is anything to do about a record that was read: false if it was done before a restart. */
    boolean read(ConsumerRecord<?, ?> record) {
        return ledgers.get(partition(record)).read(record.offset());
    }

    /** Of no effect for a partition that was given up. */
    void done(ConsumerRecord<?, ?> record) {
        OffsetLedger ledger = ledgers.get(partition(record));
        if (ledger != null) {
            ledger.done(record.offset());
        }
    }

    /** To commit, of all partitions. */
    Map<TopicPartition, OffsetAndMetadata> all() {
        return of(ledgers.keySet());
    }

    /** To commit, of those among them that are ours. */
    Map<TopicPartition, OffsetAndMetadata> of(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetLedger ledger = ledgers.get(partition);
            if (ledger != null) {
                positions.put(
                        partition, new OffsetAndMetadata(ledger.position(), ledger.metadata(METADATA_CHARACTERS)));
            }
        }
        return positions;
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
