package io.leaven.generator.recording;

import java.io.Closeable;
import java.io.IOException;

/** Appends records to a recording. */
public interface RecordingWriter extends Closeable {

    void write(RecordedRecord record) throws IOException;
}
