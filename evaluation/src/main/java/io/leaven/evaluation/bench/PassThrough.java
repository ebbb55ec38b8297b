package io.leaven.evaluation.bench;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * The enricher's peer: reads the same two topics with the same serdes and writes each record, decoded and encoded again, to
 * another topic. All that the enricher does beyond this is joining, pricing and keeping state.
 */
final class PassThrough implements App {

    static final String EVENTS_COPY = "bench.customer-events";
    static final String DECISIONS_COPY = "bench.decisions";

    private final KafkaStreams streams;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param properties the enricher's own, so that both run alike */
    PassThrough(Connection connection, Properties properties) {
        streams = new KafkaStreams(topology(connection), properties);
        streams.setUncaughtExceptionHandler(error -> {
            failure.set(error);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(10));
    }

    private static Topology topology(Connection connection) {
        Topology topology = new Topology();
        copy(topology, connection, Topics.CUSTOMER_EVENTS, EVENTS_COPY);
        copy(topology, connection, Topics.DECISIONS, DECISIONS_COPY);
        return topology;
    }

    private static <V extends SpecificRecord> void copy(
            Topology topology, Connection connection, Topic<V> topic, String to) {
        Serde<String> key = Serdes.String();
        Serde<V> value = connection.serdes().serde(topic);
        String source = "read-" + topic.name();
        topology.addSource(source, key.deserializer(), value.deserializer(), connection.name(topic));
        topology.addSink("write-" + topic.name(), to, key.serializer(), value.serializer(), source);
    }
}
