package io.leaven.dispatcher;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.awaitility.Awaitility.await;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.TopicScan;
import io.leaven.platform.Platform;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Topics of one test's own on a shared platform, and both ends of the dispatcher. */
final class World implements AutoCloseable {

    private static final int CUSTOMER_PARTITIONS = 3;

    final Connection connection;
    private final Map<String, String> settings = new HashMap<>();

    /** @param name tells the test's topics and consumer group from those of other tests */
    World(Platform platform, String name, Map<String, String> extra) {
        settings.putAll(platform.connectionSettings());
        settings.put(ConnectionSettings.TOPIC_PREFIX, name + ".");
        settings.put(DispatcherSettings.CONSUMER_GROUP, name);
        settings.putAll(extra);
        connection =
                new Connection(ConnectionSettings.beside(DispatcherSettings.DEFINITION, SettingsSource.of(settings)));
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix())
                    .create(new TopicAdmin.Layout(CUSTOMER_PARTITIONS, (short) 1));
        }
    }

    /** @param more settings beside the world's */
    DispatcherSettings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return new DispatcherSettings(SettingsSource.of(all));
    }

    /** The world's settings and more, as a command has them. */
    SettingsSource source(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return SettingsSource.of(all);
    }

    DispatcherApp app(Map<String, String> more) {
        return new DispatcherApp(connection, settings(more), new SimpleMeterRegistry(), Clock.systemUTC());
    }

    void send(List<DecisionRequest> requests) {
        send(requests.stream()
                .map(request -> connection.record(Topics.DECISION_REQUESTS, request.getCustomerId(), request, null)));
    }

    /** Bytes that are no request, each different. */
    void sendPoison(int count) {
        List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = ("poison " + i).getBytes(StandardCharsets.UTF_8);
            poison.add(new ProducerRecord<>(connection.name(Topics.DECISION_REQUESTS), bytes, bytes));
        }
        send(poison.stream());
    }

    void send(Stream<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            records.forEach(producer::send);
            producer.flush();
        }
    }

    /**
     * Everything committed on a topic. A commit returns before its marker is on every partition, so this waits until no
     * transaction is open there.
     */
    <V extends SpecificRecord> List<V> committed(Topic<V> topic) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ends(topic, READ_COMMITTED).equals(ends(topic, READ_UNCOMMITTED)));
        Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType());
        List<V> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = connection.rawReader("test")) {
            TopicScan.scan(
                    reader,
                    connection.name(topic),
                    record -> values.add(deserializer.deserialize(record.topic(), record.value())),
                    read -> {});
        }
        return values;
    }

    private Map<TopicPartition, Long> ends(Topic<?> topic, IsolationLevel isolation) throws Exception {
        String name = connection.name(topic);
        try (Admin admin = connection.admin()) {
            Map<TopicPartition, OffsetSpec> latest =
                    admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().stream()
                            .collect(Collectors.toMap(
                                    info -> new TopicPartition(name, info.partition()), info -> OffsetSpec.latest()));
            return admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
