package io.leaven.generator.recording;

import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.generator.recording.RecordedRecord.RecordedHeader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends a recording to a topic again: original keys, timestamps, headers and values. A failure says how many records the
 * broker had taken by then.
 */
public final class TopicReplayer {

    private final Producer<byte[], byte[]> producer;
    private final Serializer<SpecificRecord> serializer;
    private final String topic;
    private final Rhythm rhythm;
    private final InstantSource clock;
    private final StopSignal stop;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param producer stays open
     * @param topic the full name
     * @param rhythm how fast
     * @param stop ends the replay early
     */
    public TopicReplayer(
            Producer<byte[], byte[]> producer,
            Serializer<SpecificRecord> serializer,
            String topic,
            Rhythm rhythm,
            InstantSource clock,
            StopSignal stop) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
        this.rhythm = rhythm;
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * Sends all records of a recording, or those until the signal is raised.
     *
     * @return how many the broker took
     * @throws UserError if the recording cannot be read or the broker refuses a record, saying how many were sent
     */
    public long replay(RecordingReader recording) {
        try (Progress progress = Progress.start("replay to " + topic, -1)) {
            sendAll(recording, progress);
            producer.flush();
            progress.to(acknowledged.get());
        } catch (UserError | KafkaException e) {
            producer.flush();
            throw new UserError(e.getMessage() + "; " + sent(), e);
        }
        if (failure.get() != null) {
            throw refused();
        }
        return acknowledged.get();
    }

    private void sendAll(RecordingReader recording, Progress progress) {
        long first = 0;
        long started = 0;
        Optional<RecordedRecord> next = recording.next();
        if (next.isPresent()) {
            first = next.get().timestamp();
            started = clock.millis();
        }
        while (next.isPresent() && failure.get() == null) {
            Duration sinceFirst = Duration.ofMillis(clock.millis() - started);
            Duration pause = rhythm.pause(first, next.get().timestamp(), sinceFirst);
            if (pause.isZero() ? stop.isRaised() : stop.await(pause)) {
                return;
            }
            send(next.get());
            progress.to(acknowledged.get());
            next = recording.next();
        }
    }

    private void send(RecordedRecord record) {
        List<Header> headers =
                record.headers().stream().map(TopicReplayer::header).toList();
        producer.send(
                new ProducerRecord<>(topic, null, record.timestamp(), record.key(), bytes(record.value()), headers),
                (metadata, error) -> {
                    if (error == null) {
                        acknowledged.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, error);
                    }
                });
    }

    private static Header header(RecordedHeader header) {
        return new RecordHeader(header.key(), header.value());
    }

    private byte[] bytes(RecordedValue value) {
        if (value instanceof RecordedValue.Decoded decoded) {
            return serializer.serialize(topic, decoded.record());
        }
        return value instanceof RecordedValue.Raw raw ? raw.bytes() : null;
    }

    private UserError refused() {
        return new UserError(
                "the broker refused a record for " + topic + ": "
                        + failure.get().getMessage() + "; " + sent(),
                failure.get());
    }

    private String sent() {
        return acknowledged.get() + " records were sent to " + topic + " before that";
    }
}
