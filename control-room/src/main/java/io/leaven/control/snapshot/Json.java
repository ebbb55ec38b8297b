package io.leaven.control.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.schemas.SnapshotOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the commands about snapshots print for machines. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** @param value of records, lists, maps and numbers */
    static String of(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records are always JSON", e);
        }
    }

    static String of(SnapshotOrder order) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("agent", order.getAgent());
        fields.put("kind", order.getKind().name());
        fields.put("version", order.getVersion());
        fields.put("backTo", order.getBackTo());
        fields.put("reason", order.getReason());
        fields.put("orderedBy", order.getOrderedBy());
        fields.put("orderedAt", order.getOrderedAt().toString());
        return of(fields);
    }
}
