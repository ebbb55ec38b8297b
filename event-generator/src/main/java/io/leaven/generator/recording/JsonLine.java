package io.leaven.generator.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.generator.recording.RecordedRecord.RecordedHeader;
import io.leaven.schemas.topic.Topic;
import java.time.Instant;
import java.util.Base64;

/**
 * A record as one JSON object: topic (without prefix), partition, offset, key, timestamp, headers if there are any, and
 * value as {@link AvroJson} writes it. A key that is not UTF-8 is {@code keyBytes}, a value that could not be decoded is
 * {@code valueBytes}, both base64, the latter with the reason as {@code error}.
 */
public final class JsonLine {

    static final String TOPIC = "topic";
    static final String PARTITION = "partition";
    static final String OFFSET = "offset";
    static final String KEY = "key";
    static final String KEY_BYTES = "keyBytes";
    static final String TIMESTAMP = "timestamp";
    static final String HEADERS = "headers";
    static final String VALUE = "value";
    static final String VALUE_BYTES = "valueBytes";
    static final String ERROR = "error";

    private JsonLine() {}

    public static ObjectNode of(Topic<?> topic, RecordedRecord record) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put(TOPIC, topic.name());
        line.put(PARTITION, record.partition());
        line.put(OFFSET, record.offset());
        putKey(line, record.key());
        line.put(TIMESTAMP, Instant.ofEpochMilli(record.timestamp()).toString());
        if (!record.headers().isEmpty()) {
            ArrayNode headers = line.putArray(HEADERS);
            for (RecordedHeader header : record.headers()) {
                headers.addObject().put(KEY, header.key()).put(VALUE, base64(header.value()));
            }
        }
        putValue(line, record.value());
        return line;
    }

    private static void putKey(ObjectNode line, byte[] key) {
        if (key == null) {
            line.putNull(KEY);
        } else {
            Utf8.text(key).ifPresentOrElse(text -> line.put(KEY, text), () -> line.put(KEY_BYTES, base64(key)));
        }
    }

    private static void putValue(ObjectNode line, RecordedValue value) {
        if (value instanceof RecordedValue.Decoded decoded) {
            line.set(VALUE, AvroJson.toJson(decoded.record()));
        } else if (value instanceof RecordedValue.Raw raw) {
            line.put(VALUE_BYTES, base64(raw.bytes()));
            line.put(ERROR, raw.reason());
        } else {
            line.putNull(VALUE);
        }
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }
}
