package io.leaven.dispatcher;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the Kafka clients of a decision thread are set up, beyond what every client of the connection is given. */
final class LoopClients {

    /** One Kafka batch holds a good share of a transaction's records for one partition. */
    private static final int BATCH_BYTES = 256 * 1024;

    private LoopClients() {}

    static Map<String, Object> consumer(DispatcherSettings settings) {
        return Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchMaxRecords());
    }

    /**
     * @param thread counted from 0
     * @param turn which of the thread's producers, counted from 0
     */
    static Map<String, Object> producer(DispatcherSettings settings, int thread, int turn) {
        return Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId(thread, turn),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, settings.transactionTimeoutMs(),
                ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    }
}
