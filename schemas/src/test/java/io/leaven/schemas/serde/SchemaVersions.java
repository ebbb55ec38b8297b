package io.leaven.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** Other versions of a record's schema. */
final class SchemaVersions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaVersions() {}

    /** A later version: one field more, in front, so that a reader that ignores the writer's schema would stumble. */
    static Schema withField(Schema schema, String name, String type, int value) {
        ObjectNode tree = tree(schema);
        ((ArrayNode) tree.get("fields"))
                .insertObject(0)
                .put("name", name)
                .put("type", type)
                .put("default", value);
        return new Schema.Parser().parse(tree.toString());
    }

    /** An earlier version: one field less. */
    static Schema withoutField(Schema schema, String name) {
        ObjectNode tree = tree(schema);
        ArrayNode fields = (ArrayNode) tree.get("fields");
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).get("name").asText().equals(name)) {
                fields.remove(i);
            }
        }
        return new Schema.Parser().parse(tree.toString());
    }

    private static ObjectNode tree(Schema schema) {
        try {
            return (ObjectNode) JSON.readTree(schema.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
