package io.leaven.generator.recording;

import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records a topic to a file, in the order of time. Nothing is left out: a value that cannot be decoded is kept as its
 * bytes and counted.
 */
public final class TopicRecorder {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;
    private final Topic<?> topic;
    private final String name;
    private final StopSignal stop;
    private long records;
    private long undecoded;

    /**
     * What was recorded.
     *
     * @param records in the file
     * @param undecoded of them, kept as bytes
     */
    public record Recorded(long records, long undecoded) {}

    /**
     * @param consumer not subscribed; it stays open
     * @param topic what to record
     * @param name the topic's full name
     * @param stop ends the recording early with what was read
     */
    public TopicRecorder(
            Consumer<byte[], byte[]> consumer,
            SchemaRegistryClient registry,
            Topic<?> topic,
            String name,
            StopSignal stop) {
        this.consumer = consumer;
        this.decoder = new RecordDecoder(registry, topic.valueType());
        this.topic = topic;
        this.name = name;
        this.stop = stop;
    }

    /**
     * Records what the topic holds now.
     *
     * @param file in which format, its extension tells; written over if it exists
     * @param follow whether to go on with what comes until the signal is raised
     * @throws UserError if there is no such topic or the file cannot be written
     */
    public Recorded record(Path file, boolean follow) {
        RecordingFormat format = RecordingFormat.of(file);
        TimeOrderedReader reader = TimeOrderedReader.fromBeginning(consumer, name);
        try (RecordingWriter writer = format.create(file, topic);
                Progress progress =
                        Progress.start("record " + topic + " (offsets)", follow ? -1 : reader.offsetsAtStart())) {
            while (!stop.isRaised() && (follow || !reader.caughtUp())) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    if (follow || reader.wasThereAtStart(record)) {
                        write(writer, record);
                    }
                }
                progress.to(follow ? records : reader.offsetsRead());
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot write recording " + file + " after " + records + " records: " + e.getMessage(), e);
        }
        return new Recorded(records, undecoded);
    }

    private void write(RecordingWriter writer, ConsumerRecord<byte[], byte[]> record) throws IOException {
        RecordedRecord recorded = decoder.decode(record);
        writer.write(recorded);
        records++;
        if (recorded.value() instanceof RecordedValue.Raw) {
            undecoded++;
        }
    }
}
