package io.leaven.generator.recording;

import io.leaven.app.UserError;
import io.leaven.schemas.serde.FrameDecoder;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Reads what {@link AvroRecordingWriter} wrote, also with an older version of the topic's record. */
final class AvroRecordingReader implements RecordingReader {

    private final Path path;
    private final Topic<?> topic;
    private final DataFileReader<Object> file;
    private final OrderedRecordReader reader;
    private final long wholeEnd;
    private FrameDecoder bytes;
    private long left;
    private long block;
    private long blockStart = -1;
    private long records;

    AvroRecordingReader(Path path, Optional<Topic<?>> expected) {
        this.path = path;
        try {
            this.wholeEnd = ContainerCheck.check(path);
            this.topic = topicOf(path, expected);
            AvroEnvelope envelope = new AvroEnvelope(topic);
            this.reader = new OrderedRecordReader(envelope.schema(), envelope.schema(), topic.valueType());
            // The container tells the reader the schema that it was written with.
            this.file = new DataFileReader<>(path.toFile(), reader);
        } catch (UserError e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // A file is all that is read here: Avro has no one class for what can be wrong with it.
            throw new UserError("cannot read recording " + path + " as an Avro container: " + reason(e), e);
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

    @Override
    public Optional<Topic<?>> topic() {
        return Optional.of(topic);
    }

    @Override
    public Optional<RecordedRecord> next() {
        try {
            while (left == 0) {
                if (file.previousSync() >= wholeEnd || !file.hasNext()) {
                    refuseTruncation();
                    return Optional.empty();
                }
                beginBlock();
            }
            RecordedRecord record = AvroEnvelope.unwrap((GenericRecord) reader.read(null, bytes));
            left--;
            if (left == 0 && bytes.remaining() > 0) {
                throw new IOException(bytes.remaining() + " bytes are left after the block's last record");
            }
            records++;
            return Optional.of(record);
        } catch (IOException | RuntimeException e) {
            throw new UserError(
                    "cannot read recording " + path + " after record " + records + ", in or after block "
                            + Math.max(1, block) + " at byte " + Math.max(0, blockStart) + ": " + reason(e),
                    e);
        }
    }

    /** Its records are decoded by ours, which takes no more memory than a block has bytes for. */
    private void beginBlock() throws IOException {
        blockStart = file.previousSync();
        block++;
        ByteBuffer content = file.nextBlock();
        left = file.getBlockCount();
        int start = content.arrayOffset() + content.position();
        bytes = new FrameDecoder(content.array(), start, start + content.remaining());
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
