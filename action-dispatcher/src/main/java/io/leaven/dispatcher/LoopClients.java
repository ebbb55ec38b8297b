package io.leaven.dispatcher;

import io.leaven.app.Connection;
import io.leaven.app.Membership;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the Kafka clients of a decision thread are set up, beyond what every client of the connection is given. */
final class LoopClients {

    /** One Kafka batch holds a good share of a transaction's records for one partition. */
    private static final int BATCH_BYTES = 256 * 1024;

    private LoopClients() {}

    /** @param thread counted from 0 */
    static Map<String, Object> consumer(DispatcherSettings settings, Connection connection, int thread) {
        Map<String, Object> config =
                Membership.config(connection, settings.instanceName().map(name -> name + "-" + thread));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchMaxRecords());
        return config;
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
