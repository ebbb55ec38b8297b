package io.leaven.generator.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@link JsonLine}s; the first line says which topic they are of. Empty lines are passed over. */
final class JsonLinesRecordingReader implements RecordingReader {

    // Models are megabytes of base64 in one string; doubles must come back digit by digit.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Path path;
    private final BufferedReader file;
    private final Optional<Topic<?>> topic;
    private final JsonLineParser parser;
    private JsonNode first;
    private long line;

    JsonLinesRecordingReader(Path path, Optional<Topic<?>> expected) {
        this.path = path;
        try {
            this.file = Files.newBufferedReader(path);
        } catch (IOException e) {
            throw new UserError("cannot read recording " + path + ": " + e.getMessage(), e);
        }
        try {
            this.first = read();
            this.topic = first == null || expected.isPresent() ? expected : Optional.of(topicOf(first));
        } catch (UserError e) {
            close();
            throw e;
        }
        this.parser = topic.map(JsonLineParser::new).orElse(null);
    }

    private Topic<?> topicOf(JsonNode first) {
        String name = first.path(JsonLine.TOPIC).asText();
        return Topics.byName(name, "")
                .orElseThrow(() -> unreadable(
                        name.isEmpty()
                                ? "it does not say of which topic the record is; name it with --topic"
                                : "'" + name + "' is no topic of Leaven",
                        null));
    }

    @Override
    public Optional<Topic<?>> topic() {
        return topic;
    }

    @Override
    public Optional<RecordedRecord> next() {
        JsonNode record = first == null ? read() : first;
        first = null;
        try {
            return record == null ? Optional.empty() : Optional.of(parser.parse(record));
        } catch (IllegalArgumentException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    private JsonNode read() {
        try {
            for (String text = file.readLine(); text != null; text = file.readLine()) {
                line++;
                if (!text.isBlank()) {
                    return JSON.readTree(text);
                }
            }
            return null;
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage(), e);
        } catch (NumberFormatException e) {
            // Of exponents that no decimal number can have.
            throw unreadable(e.getMessage(), e);
        } catch (CharacterCodingException e) {
            line++;
            throw unreadable("not UTF-8, here or in the lines after it", e);
        } catch (IOException e) {
            line++;
            throw unreadable(e.getMessage(), e);
        }
    }

    private UserError unreadable(String reason, Throwable cause) {
        return new UserError("cannot read recording " + path + ", line " + line + ": " + reason, cause);
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
