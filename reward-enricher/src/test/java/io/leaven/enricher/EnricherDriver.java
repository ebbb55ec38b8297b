package io.leaven.enricher;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.enricher.step.StepJoinerSupplier;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The enricher's topology in Kafka's test driver, with a registry of its own; its wall clock begins at a given time. */
public final class EnricherDriver implements AutoCloseable {

    private final Instant start;
    private final EnricherCounts counts = new EnricherCounts();
    private final Connection connection;
    private final TopologyTestDriver driver;

    public EnricherDriver(Path stateFolder, Instant start, Map<String, String> settings) {
        this.start = start;
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("schema.registry.url", "mock://" + UUID.randomUUID());
        SettingsSource source = SettingsSource.of(all);
        connection = new Connection(ConnectionSettings.beside(EnricherSettings.DEFINITION, source));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        driver = new TopologyTestDriver(
                RewardEnricherTopology.build(
                        new EnricherSettings(source),
                        connection,
                        () -> UpliftSource.NONE,
                        counts,
                        Clock.fixed(start, ZoneOffset.UTC)),
                properties,
                start);
    }

    public EnricherCounts counts() {
        return counts;
    }

    public void advanceWallClock(Duration by) {
        driver.advanceWallClockTime(by);
    }

    public CustomerStepState memory(String customerId) {
        return driver.<String, CustomerStepState>getKeyValueStore(StepJoinerSupplier.CUSTOMER_STEPS)
                .get(customerId);
    }

    public long deadlines() {
        long count = 0;
        try (var all = driver.getKeyValueStore(StepJoinerSupplier.WAITING_STEPS).all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    public <V extends SpecificRecord> byte[] encoded(Topic<V> topic, V value) {
        return connection.serdes().<V>serializer().serialize(connection.name(topic), value);
    }

    public <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                connection.name(topic),
                new StringSerializer(),
                connection.serdes().<V>serializer(),
                start,
                Duration.ZERO);
    }

    public TestInputTopic<byte[], byte[]> rawInput(Topic<?> topic) {
        return driver.createInputTopic(connection.name(topic), new ByteArraySerializer(), new ByteArraySerializer());
    }

    public <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                connection.name(topic),
                new StringDeserializer(),
                connection.serdes().deserializer(topic.valueType()));
    }

    @Override
    public void close() {
        driver.close();
        connection.close();
    }
}
