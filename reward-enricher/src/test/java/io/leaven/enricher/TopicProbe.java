package io.leaven.enricher;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads whole topics, only what is committed. */
final class TopicProbe {

    private final Connection connection;

    TopicProbe(Connection connection) {
        this.connection = connection;
    }

    <V extends SpecificRecord> List<V> all(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType());
        raw(topic, value -> values.add(deserializer.deserialize(connection.name(topic), value)));
        return values;
    }

    /** Every value as it lies there. */
    void raw(Topic<?> topic, Consumer<byte[]> each) {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader = connection.rawReader("probe")) {
            TopicScan.scan(reader, connection.name(topic), record -> each.accept(record.value()), read -> {});
        }
    }

    int count(Topic<?> topic) {
        return all(topic).size();
    }
}
