package io.leaven.generator.recording;

import io.leaven.schemas.topic.Topic;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@link JsonLine}s. */
final class JsonLinesRecordingWriter implements RecordingWriter {

    private final Topic<?> topic;
    private final BufferedWriter file;

    JsonLinesRecordingWriter(Path path, Topic<?> topic) throws IOException {
        this.topic = topic;
        this.file = Files.newBufferedWriter(path);
    }

    @Override
    public void write(RecordedRecord record) throws IOException {
        file.write(JsonLine.of(topic, record).toString());
        file.write('\n');
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
