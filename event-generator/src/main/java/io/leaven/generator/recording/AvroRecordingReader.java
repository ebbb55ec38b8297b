package io.leaven.generator.recording;

import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Reads what {@link AvroRecordingWriter} wrote, also with an older version of the topic's record. */
final class AvroRecordingReader implements RecordingReader {

    private final Path path;
    private final Topic<?> topic;
    private final DataFileReader<Object> file;
    private long block;
    private long blockStart = -1;
    private long records;

    AvroRecordingReader(Path path, Optional<Topic<?>> expected) {
        this.path = path;
        try {
            this.topic = topicOf(path, expected);
            this.file = open(path, topic);
        } catch (IOException | AvroRuntimeException e) {
            throw new UserError("cannot read recording " + path + " as an Avro container: " + e.getMessage(), e);
        }
    }

    private static Topic<?> topicOf(Path path, Optional<Topic<?>> expected) throws IOException {
        try (DataFileReader<Object> file = new DataFileReader<>(path.toFile(), new GenericDatumReader<>())) {
            String name = file.getMetaString(AvroEnvelope.TOPIC);
            if (name == null) {
                throw new UserError(path + " is no recording of Leaven: its metadata lacks " + AvroEnvelope.TOPIC);
            }
            Topic<?> recorded = Topics.byName(name, "")
                    .orElseThrow(
                            () -> new UserError(path + " is a recording of '" + name + "', which is no topic of ours"));
            if (expected.isPresent() && expected.get() != recorded) {
                throw new UserError(path + " is a recording of " + recorded + ", not of " + expected.get());
            }
            return recorded;
        }
    }

    private static DataFileReader<Object> open(Path path, Topic<?> topic) throws IOException {
        AvroEnvelope envelope = new AvroEnvelope(topic);
        // The container tells the datum reader the schema that it was written with.
        return new DataFileReader<>(
                path.toFile(), new OrderedRecordReader(envelope.schema(), envelope.schema(), topic.valueType()));
    }

    @Override
    public Optional<Topic<?>> topic() {
        return Optional.of(topic);
    }

    @Override
    public Optional<RecordedRecord> next() {
        try {
            if (!file.hasNext()) {
                refuseTruncation();
                return Optional.empty();
            }
            if (file.previousSync() != blockStart) {
                blockStart = file.previousSync();
                block++;
            }
            RecordedRecord record = AvroEnvelope.unwrap((GenericRecord) file.next());
            records++;
            return Optional.of(record);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new UserError(
                    "cannot read recording " + path + " after record " + records + ", in or after block "
                            + Math.max(1, block) + " at byte " + Math.max(0, blockStart) + ": " + reason(e),
                    e);
        }
    }

    /** Avro takes a block that ends too early for the end of the file. */
    private void refuseTruncation() throws IOException {
        blockStart = file.previousSync();
        long size = Files.size(path);
        if (blockStart < size) {
            throw new IOException("the file is cut off: its last " + (size - blockStart) + " bytes are no whole block");
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UserError("cannot close recording " + path + ": " + e.getMessage(), e);
        }
    }
}
