package io.leaven.dispatcher.decision;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records and read positions visible together or not at all. A transaction that fails is aborted; where the producer
 * cannot even abort (it does not know how a commit ended, say), a new one with the same transactional id takes its place,
 * and its start settles what the old one left. For one thread.
 */
final class Transactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private Producer<byte[], byte[]> producer;

    /** @param producers makes producers, all of the same transactional id */
    Transactions(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    /** Settles what an earlier producer of the same transactional id left open, and fences it. */
    void open() {
        producer = producers.get();
        producer.initTransactions();
    }

    /**
     * One transaction.
     *
     * @param positions what is read next, by partition
     * @throws RolledBackException if it failed and can be made again
     * @throws ProducerFencedException if another producer has taken over the transactional id
     */
    void commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> positions,
            ConsumerGroupMetadata group) {
        try {
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record);
            }
            producer.sendOffsetsToTransaction(positions, group);
            producer.commitTransaction();
        } catch (KafkaException e) {
            rollBack(e);
            throw new RolledBackException(e);
        }
    }

    private void rollBack(KafkaException cause) {
        failIfFenced(cause);
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            failIfFenced(e);
            LOG.warn("the producer cannot abort ({}), a new one takes its place after: {}", e, cause.toString());
            producer.close(Duration.ZERO);
            open();
        }
    }

    /** A new producer would fence the one that took over, and so on for ever. */
    private static void failIfFenced(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException fenced) {
                throw fenced;
            }
        }
    }

    /** Leaves nothing open on the broker if it can. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
