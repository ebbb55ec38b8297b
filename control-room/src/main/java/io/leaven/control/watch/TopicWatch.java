package io.leaven.control.watch;

import io.leaven.app.StopSignal;
import io.leaven.generator.recording.RecordDecoder;
import io.leaven.generator.recording.RecordedRecord;
import io.leaven.generator.recording.RecordedValue;
import io.leaven.generator.recording.TimeOrderedReader;
import io.leaven.schemas.DeadLetter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints the records of a topic as they come, one line each. A record that cannot be decoded is printed as such. */
final class TopicWatch {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;
    private final RecordPrinter printer;
    private final PrintWriter out;
    private final InstantSource clock;
    private final StopSignal stop;

    /** What was printed; some of it may be records that could not be decoded. */
    record Watched(long printed, long undecoded) {}

    TopicWatch(
            Consumer<byte[], byte[]> consumer,
            RecordDecoder decoder,
            RecordPrinter printer,
            PrintWriter out,
            InstantSource clock,
            StopSignal stop) {
        this.consumer = consumer;
        this.decoder = decoder;
        this.printer = printer;
        this.out = out;
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * Watches until the request is met, the signal is raised or nobody reads the output any more.
     *
     * @param topic the full name
     */
    Watched watch(String topic, WatchRequest request) {
        TimeOrderedReader reader = request.fromBeginning()
                ? TimeOrderedReader.fromBeginning(consumer, topic)
                : TimeOrderedReader.fromNow(consumer, topic);
        long limit = request.limit().orElse(Long.MAX_VALUE);
        long printed = 0;
        long undecoded = 0;
        long lastLine = clock.millis();
        while (!stop.isRaised()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                RecordedRecord decoded = decoder.decode(record);
                if (printed == limit || !concerns(request, decoded)) {
                    continue;
                }
                out.println(printer.line(decoded));
                printed++;
                undecoded += decoded.value() instanceof RecordedValue.Raw ? 1 : 0;
                lastLine = clock.millis();
            }
            boolean unread = out.checkError();
            if (unread || printed == limit || silent(request, reader, lastLine)) {
                break;
            }
        }
        return new Watched(printed, undecoded);
    }

    private boolean silent(WatchRequest request, TimeOrderedReader reader, long lastLine) {
        return reader.caughtUp()
                && request.silence()
                        .filter(most -> clock.millis() - lastLine >= most.toMillis())
                        .isPresent();
    }

    private static boolean concerns(WatchRequest request, RecordedRecord record) {
        return request.customer()
                .map(customer -> Arrays.equals(customer.getBytes(StandardCharsets.UTF_8), customerOf(record)))
                .orElse(true);
    }

    /** A dead letter is keyed by where it came from; the customer is the key that it holds. */
    private static byte[] customerOf(RecordedRecord record) {
        if (record.value() instanceof RecordedValue.Decoded decoded && decoded.record() instanceof DeadLetter letter) {
            ByteBuffer key = Objects.requireNonNullElse(letter.getKey(), ByteBuffer.allocate(0));
            byte[] bytes = new byte[key.remaining()];
            key.duplicate().get(bytes);
            return bytes;
        }
        return record.key();
    }
}
