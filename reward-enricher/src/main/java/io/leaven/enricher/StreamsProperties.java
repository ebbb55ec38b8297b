package io.leaven.enricher;

import io.leaven.app.Connection;
import io.leaven.app.Membership;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How Kafka Streams is run: exactly-once, every internal name explicit. */
public final class StreamsProperties {

    private static final int LINGER_MS = 5;
    private static final int BATCH_BYTES = 128 << 10;
    private static final int POLL_RECORDS = 4_000;

    private StreamsProperties() {}

    /**
     * @param applicationId of the instances that share the work
     * @param clusterId of the brokers: local stores of another cluster must never be taken for this one's
     */
    public static Properties of(
            EnricherSettings settings, Connection connection, String applicationId, String clusterId) {
        Properties properties = new Properties();
        Membership.config(connection, settings.instanceName())
                .forEach((key, value) -> properties.put(StreamsConfig.mainConsumerPrefix(key), value));
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        connection.clientConfig().forEach((key, value) -> {
            properties.put(key, value);
            properties.remove(StreamsConfig.consumerPrefix(key));
            properties.remove(StreamsConfig.producerPrefix(key));
        });
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.stateDir().resolve(clusterId).toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitIntervalMs());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, settings.cacheMaxBytes());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }
}
