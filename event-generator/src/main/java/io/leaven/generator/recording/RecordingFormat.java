package io.leaven.generator.recording;

import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a recording is kept; the file's extension tells. */
public enum RecordingFormat {

    /** An Avro container: compact, compressed, readable by any Avro tool. */
    AVRO(".avro") {
        @Override
        RecordingWriter create(Path file, Topic<?> topic) throws IOException {
            return new AvroRecordingWriter(file, topic);
        }

        @Override
        RecordingReader read(Path file, Optional<Topic<?>> topic) {
            return new AvroRecordingReader(file, topic);
        }
    },

    /** One JSON object a line: readable by people, as {@code leaven watch --json} prints it. */
    JSON_LINES(".jsonl") {
        @Override
        RecordingWriter create(Path file, Topic<?> topic) throws IOException {
            return new JsonLinesRecordingWriter(file, topic);
        }

        @Override
        RecordingReader read(Path file, Optional<Topic<?>> topic) {
            return new JsonLinesRecordingReader(file, topic);
        }
    };

    private final String extension;

    RecordingFormat(String extension) {
        this.extension = extension;
    }

    /**
     * The format of a file.
     *
     * @throws UserError if the file's name ends in neither
     */
    public static RecordingFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (RecordingFormat format : values()) {
            if (name.endsWith(format.extension)) {
                return format;
            }
        }
        throw new UserError("a recording ends in .avro (Avro container) or .jsonl (JSON lines): " + file);
    }

    /**
     * Begins a recording; a file of that name is written over.
     *
     * @param topic what is recorded
     */
    abstract RecordingWriter create(Path file, Topic<?> topic) throws IOException;

    /**
     * Opens a recording.
     *
     * @param topic what it holds; without it, what the file says
     * @throws UserError if the file cannot be read or does not say what it holds
     */
    public final RecordingReader open(Path file, Optional<Topic<?>> topic) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UserError("cannot read recording " + file + ": "
                    + (Files.exists(file) ? "not a readable file" : "there is no such file"));
        }
        return read(file, topic);
    }

    abstract RecordingReader read(Path file, Optional<Topic<?>> topic);
}
