package io.leaven.control.demo;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.schemas.topic.Topic;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;

/** Counts the committed records of whole topics: what really is there, not what an app believes it wrote. */
final class TopicCounts {

    private final Connection connection;

    TopicCounts(Connection connection) {
        this.connection = connection;
    }

    long of(Topic<?> topic) {
        AtomicLong count = new AtomicLong();
        try (Consumer<byte[], byte[]> reader = connection.rawReader("demo-count")) {
            TopicScan.scan(reader, connection.name(topic), record -> count.incrementAndGet(), read -> {});
        }
        return count.get();
    }
}
