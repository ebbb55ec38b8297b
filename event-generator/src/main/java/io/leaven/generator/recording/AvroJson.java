package io.leaven.generator.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * Avro records as plain JSON for people and scripts, readable back without loss by {@link AvroJsonParser}:
 *
 * <ul>
 *   <li>times are ISO-8601 in UTC, bytes are base64, enums are their names;
 *   <li>a nullable value is null or the value itself; a union of several types is an object with the type's name as its
 *       only field;
 *   <li>a float has as many digits as tell it from its neighbours; {@code NaN}, {@code Infinity}, {@code -Infinity} and
 *       {@code -0.0}, which JSON's numbers lack or lose, are strings.
 * </ul>
 */
public final class AvroJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AvroJson() {}

    public static ObjectNode toJson(IndexedRecord record) {
        ObjectNode object = NODES.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            object.set(field.name(), toJson(record.get(field.pos()), field.schema()));
        }
        return object;
    }

    private static JsonNode toJson(Object value, Schema schema) {
        return switch (schema.getType()) {
            case NULL -> NODES.nullNode();
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case INT -> NODES.numberNode((Integer) value);
            case LONG ->
                value instanceof Instant time ? NODES.textNode(time.toString()) : NODES.numberNode((Long) value);
            case FLOAT -> number((Float) value, value.toString());
            case DOUBLE -> number((Double) value, value.toString());
            case STRING, ENUM -> NODES.textNode(value.toString());
            case BYTES -> NODES.textNode(base64((ByteBuffer) value));
            case ARRAY -> array((Collection<?>) value, schema.getElementType());
            case MAP -> map((Map<?, ?>) value, schema.getValueType());
            case RECORD -> toJson((IndexedRecord) value);
            case UNION -> union(value, schema);
            case FIXED -> throw new IllegalArgumentException("no contract of Leaven uses Avro's fixed type: " + schema);
        };
    }

    private static JsonNode number(double value, String text) {
        boolean negativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        return Double.isFinite(value) && !negativeZero ? NODES.numberNode(new BigDecimal(text)) : NODES.textNode(text);
    }

    private static ArrayNode array(Collection<?> values, Schema element) {
        ArrayNode array = NODES.arrayNode(values.size());
        values.forEach(value -> array.add(toJson(value, element)));
        return array;
    }

    private static ObjectNode map(Map<?, ?> values, Schema valueType) {
        ObjectNode object = NODES.objectNode();
        values.forEach((key, value) -> object.set(key.toString(), toJson(value, valueType)));
        return object;
    }

    private static JsonNode union(Object value, Schema union) {
        if (value == null) {
            return NODES.nullNode();
        }
        Schema branch = union.getTypes().get(SpecificData.get().resolveUnion(union, plain(value)));
        return isNullable(union)
                ? toJson(value, branch)
                : NODES.objectNode().set(branch.getName(), toJson(value, branch));
    }

    /** Avro finds the branch of a time by the long that it stands for. */
    private static Object plain(Object value) {
        return value instanceof Instant time ? (Object) time.toEpochMilli() : value;
    }

    /** Whether a union is one type or null, so that its values need no type's name. */
    static boolean isNullable(Schema union) {
        return union.getTypes().size() == 2
                && union.getTypes().stream().anyMatch(type -> type.getType() == Schema.Type.NULL);
    }

    private static String base64(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
