package io.leaven.generator.recording;

import com.fasterxml.jackson.databind.JsonNode;
import io.leaven.app.Suggestion;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads what {@link AvroJson} writes. A field that is absent gets its default; a field that the record does not have, a
 * value of another type or out of range is an {@link IllegalArgumentException} that names the field's path.
 */
final class AvroJsonParser {

    private final SpecificData data;
    private final Schema schema;

    AvroJsonParser(Class<? extends SpecificRecord> type) {
        this.data = SpecificData.getForClass(type);
        this.schema = SpecificData.get().getSchema(type);
    }

    SpecificRecord parse(JsonNode json) {
        return record(json, schema, "value");
    }

    private SpecificRecord record(JsonNode json, Schema type, String path) {
        expect(json.isObject(), "an object", json, path);
        SpecificRecord record = (SpecificRecord) data.newRecord(null, type);
        for (Schema.Field field : type.getFields()) {
            JsonNode value = json.get(field.name());
            if (value == null && !field.hasDefaultValue()) {
                throw new IllegalArgumentException(path + " lacks the field '" + field.name() + "'");
            }
            record.put(
                    field.pos(),
                    value == null
                            ? data.deepCopy(field.schema(), data.getDefaultValue(field))
                            : value(value, field.schema(), path + "." + field.name()));
        }
        refuseUnknown(json, type, path);
        return record;
    }

    private static void refuseUnknown(JsonNode json, Schema type, String path) {
        TreeSet<String> known = new TreeSet<>();
        type.getFields().forEach(field -> known.add(field.name()));
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(path + " has no field '" + name + "'" + Suggestion.of(name, known));
            }
        });
    }

    private Object value(JsonNode json, Schema type, String path) {
        return switch (type.getType()) {
            case NULL -> {
                expect(json.isNull(), "null", json, path);
                yield null;
            }
            case BOOLEAN -> {
                expect(json.isBoolean(), "true or false", json, path);
                yield json.booleanValue();
            }
            case INT -> {
                expect(json.isIntegralNumber() && json.canConvertToInt(), "an integer", json, path);
                yield json.intValue();
            }
            case LONG -> type.getLogicalType() == null ? integer(json, path) : time(json, path);
            case FLOAT -> Float.parseFloat(decimal(json, path));
            case DOUBLE -> Double.parseDouble(decimal(json, path));
            case STRING -> text(json, path);
            case ENUM -> symbol(json, type, path);
            case BYTES -> ByteBuffer.wrap(base64(json, path));
            case ARRAY -> array(json, type.getElementType(), path);
            case MAP -> map(json, type.getValueType(), path);
            case RECORD -> record(json, type, path);
            case UNION -> union(json, type, path);
            case FIXED -> throw new IllegalArgumentException("no contract of Leaven uses Avro's fixed type: " + path);
        };
    }

    private static long integer(JsonNode json, String path) {
        expect(json.isIntegralNumber() && json.canConvertToLong(), "an integer", json, path);
        return json.longValue();
    }

    static Instant time(JsonNode json, String path) {
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return Instant.ofEpochMilli(json.longValue());
        }
        try {
            Instant time = Instant.parse(json.isTextual() ? json.textValue() : "");
            // A time of ISO 8601 may be too far away for the milliseconds of the record.
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw mismatch("a time such as \"2026-11-23T10:15:00Z\" or UTC milliseconds", json, path);
        }
    }

    private static String decimal(JsonNode json, String path) {
        if (json.isNumber()) {
            return json.asText();
        }
        String text = json.isTextual() ? json.textValue() : "";
        return switch (text) {
            case "NaN", "Infinity", "-Infinity", "-0.0" -> text;
            default -> throw mismatch("a number", json, path);
        };
    }

    private static String text(JsonNode json, String path) {
        expect(json.isTextual(), "a string", json, path);
        return json.textValue();
    }

    private Object symbol(JsonNode json, Schema type, String path) {
        String name = text(json, path);
        if (!type.hasEnumSymbol(name)) {
            throw new IllegalArgumentException(path + ": '" + name + "' is none of " + type.getEnumSymbols()
                    + Suggestion.of(name, type.getEnumSymbols()));
        }
        return data.createEnum(name, type);
    }

    static byte[] base64(JsonNode json, String path) {
        try {
            return Base64.getDecoder().decode(text(json, path));
        } catch (IllegalArgumentException e) {
            throw mismatch("base64", json, path);
        }
    }

    private List<Object> array(JsonNode json, Schema element, String path) {
        expect(json.isArray(), "an array", json, path);
        List<Object> values = new ArrayList<>(json.size());
        for (JsonNode item : json) {
            values.add(value(item, element, path + "[" + values.size() + "]"));
        }
        return values;
    }

    private Map<String, Object> map(JsonNode json, Schema valueType, String path) {
        expect(json.isObject(), "an object", json, path);
        Map<String, Object> values = new LinkedHashMap<>();
        json.properties()
                .forEach(entry ->
                        values.put(entry.getKey(), value(entry.getValue(), valueType, path + "." + entry.getKey())));
        return values;
    }

    private Object union(JsonNode json, Schema union, String path) {
        if (json.isNull() && union.isNullable()) {
            return null;
        }
        if (AvroJson.isNullable(union)) {
            Schema some = union.getTypes().stream()
                    .filter(type -> type.getType() != Schema.Type.NULL)
                    .findFirst()
                    .orElseThrow();
            return value(json, some, path);
        }
        Iterator<String> names = json.fieldNames();
        String name = json.size() == 1 && names.hasNext() ? names.next() : "";
        List<String> known = union.getTypes().stream().map(Schema::getName).toList();
        Schema branch = union.getTypes().stream()
                .filter(type -> type.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> mismatch("an object with one field out of " + known, json, path));
        return value(json.get(name), branch, path + "." + name);
    }

    private static void expect(boolean holds, String what, JsonNode found, String path) {
        if (!holds) {
            throw mismatch(what, found, path);
        }
    }

    private static IllegalArgumentException mismatch(String expected, JsonNode found, String path) {
        String text = found.toString();
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return new IllegalArgumentException(path + ": expected " + expected + ", found " + shown);
    }
}
