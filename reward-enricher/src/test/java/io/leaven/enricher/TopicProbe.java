package io.leaven.enricher;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads whole topics, only what is committed. */
final class TopicProbe {

    private final Connection connection;

    TopicProbe(Connection connection) {
        this.connection = connection;
    }

    <V extends SpecificRecord> List<V> all(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        String name = connection.name(topic);
        Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType());
        try (Consumer<byte[], byte[]> reader = connection.rawReader("probe")) {
            TopicScan.scan(
                    reader, name, record -> values.add(deserializer.deserialize(name, record.value())), read -> {});
        }
        return values;
    }

    int count(Topic<?> topic) {
        return all(topic).size();
    }
}
