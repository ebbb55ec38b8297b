package io.leaven.generator.recording;

import io.leaven.schemas.topic.Topic;
import java.util.Optional;

/** Reads a recording from its beginning. */
public interface RecordingReader extends AutoCloseable {

    /** The topic that the records are of; empty for an empty file of JSON lines. */
    Optional<Topic<?>> topic();

    /**
     * The next record; empty at the end.
     *
     * @throws io.leaven.app.UserError naming the line, or the block and byte, that cannot be read
     */
    Optional<RecordedRecord> next();

    @Override
    void close();
}
