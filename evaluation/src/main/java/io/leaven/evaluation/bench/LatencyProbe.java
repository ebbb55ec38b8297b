package io.leaven.evaluation.bench;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Sends enrolments at a steady rate while enricher and dispatcher run, and takes the time until each action can be read.
 * An action carries the time of its event, so nothing has to be matched.
 */
final class LatencyProbe {

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Connection connection;
    private final Histogram millis = new Histogram(600_000, 3);
    private volatile Instant measureFrom = Instant.MAX;
    private volatile boolean done;

    LatencyProbe(Connection connection) {
        this.connection = connection;
    }

    PipelineResult.Latency run(double eventsPerSecond, Duration duration, long seed) throws InterruptedException {
        Thread reader = new Thread(this::read, "latency-reader");
        reader.start();
        send(eventsPerSecond, duration, seed);
        Thread.sleep(DRAIN.toMillis());
        done = true;
        reader.join();
        return new PipelineResult.Latency(
                eventsPerSecond,
                millis.getTotalCount(),
                millis.getValueAtPercentile(50),
                millis.getValueAtPercentile(99),
                millis.getMaxValue());
    }

    private void send(double perSecond, Duration duration, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long start = System.nanoTime();
        long total = (long) (perSecond * (WARM_UP.plus(duration)).toSeconds());
        measureFrom = Instant.now().plus(WARM_UP);
        try (Producer<byte[], byte[]> producer = connection.rawProducer("latency-sender", Map.of())) {
            for (long i = 0; i < total; i++) {
                long due = start + (long) (i / perSecond * 1e9);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                CustomerEvent event = RandomCustomers.enrolment("latency" + seed + "-" + i, random);
                producer.send(connection.record(Topics.CUSTOMER_EVENTS, event.getCustomerId(), event, null));
            }
        }
    }

    private void read() {
        String topic = connection.name(Topics.ACTIONS);
        Deserializer<MessageAction> actions = connection.serdes().deserializer(MessageAction.class);
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("latency-reader")) {
            List<TopicPartition> partitions = TopicScan.partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!done) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(10))) {
                    Instant sent = actions.deserialize(topic, record.value()).getRequestedAt();
                    if (!sent.isBefore(measureFrom)) {
                        millis.recordValue(Math.max(0, System.currentTimeMillis() - sent.toEpochMilli()));
                    }
                }
            }
        }
    }
}
