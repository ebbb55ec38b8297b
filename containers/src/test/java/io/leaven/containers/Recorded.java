package io.leaven.containers;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads whole topics, committed records only. */
final class Recorded {

    private final Connection connection;

    /** @param connection stays open */
    Recorded(Connection connection) {
        this.connection = connection;
    }

    <V extends SpecificRecord> List<V> all(Topic<V> topic, Class<V> type) {
        List<V> found = new ArrayList<>();
        Deserializer<V> values = connection.serdes().deserializer(type);
        try (Consumer<byte[], byte[]> reader = connection.rawReader("containers-it")) {
            TopicScan.scan(
                    reader,
                    connection.name(topic),
                    record -> found.add(values.deserialize(record.topic(), record.value())),
                    read -> {});
        }
        return found;
    }
}
