package io.leaven.generator.recording;

import com.fasterxml.jackson.databind.JsonNode;
import io.leaven.app.Suggestion;
import io.leaven.generator.recording.RecordedRecord.RecordedHeader;
import io.leaven.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what {@link JsonLine} writes; what is wrong is an {@link IllegalArgumentException} that names the field. */
final class JsonLineParser {

    private static final Set<String> FIELDS = Set.of(
            JsonLine.TOPIC,
            JsonLine.PARTITION,
            JsonLine.OFFSET,
            JsonLine.KEY,
            JsonLine.KEY_BYTES,
            JsonLine.TIMESTAMP,
            JsonLine.HEADERS,
            JsonLine.VALUE,
            JsonLine.VALUE_BYTES,
            JsonLine.ERROR);

    private final Topic<?> topic;
    private final AvroJsonParser values;

    JsonLineParser(Topic<?> topic) {
        this.topic = topic;
        this.values = new AvroJsonParser(topic.valueType());
    }

    RecordedRecord parse(JsonNode line) {
        if (!line.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        line.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("unknown field '" + name + "'" + Suggestion.of(name, FIELDS));
            }
        });
        JsonNode name = line.path(JsonLine.TOPIC);
        if (!name.isMissingNode() && !topic.name().equals(name.asText())) {
            throw new IllegalArgumentException("a record of topic " + name + " in a recording of " + topic);
        }
        return new RecordedRecord(
                line.path(JsonLine.PARTITION).asInt(RecordedRecord.UNKNOWN),
                line.path(JsonLine.OFFSET).asLong(RecordedRecord.UNKNOWN),
                key(line),
                AvroJsonParser.time(required(line, JsonLine.TIMESTAMP), JsonLine.TIMESTAMP)
                        .toEpochMilli(),
                headers(line.path(JsonLine.HEADERS)),
                value(line));
    }

    private static byte[] key(JsonNode line) {
        if (line.has(JsonLine.KEY_BYTES)) {
            return AvroJsonParser.base64(line.get(JsonLine.KEY_BYTES), JsonLine.KEY_BYTES);
        }
        JsonNode key = required(line, JsonLine.KEY);
        if (!key.isTextual() && !key.isNull()) {
            throw new IllegalArgumentException("key: expected a string or null, found " + key);
        }
        return key.isNull() ? null : Utf8.bytes(key.textValue());
    }

    private static List<RecordedHeader> headers(JsonNode headers) {
        List<RecordedHeader> parsed = new ArrayList<>();
        for (JsonNode header : headers) {
            String path = JsonLine.HEADERS + "[" + parsed.size() + "]";
            JsonNode value = required(header, JsonLine.VALUE);
            parsed.add(new RecordedHeader(
                    required(header, JsonLine.KEY).asText(),
                    value.isNull() ? null : AvroJsonParser.base64(value, path)));
        }
        return parsed;
    }

    private RecordedValue value(JsonNode line) {
        if (line.has(JsonLine.VALUE_BYTES)) {
            return new RecordedValue.Raw(
                    AvroJsonParser.base64(line.get(JsonLine.VALUE_BYTES), JsonLine.VALUE_BYTES),
                    line.path(JsonLine.ERROR).asText());
        }
        JsonNode value = required(line, JsonLine.VALUE);
        return value.isNull() ? new RecordedValue.Tombstone() : new RecordedValue.Decoded(values.parse(value));
    }

    private static JsonNode required(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            throw new IllegalArgumentException("the field '" + field + "' is missing");
        }
        return value;
    }
}
