package io.leaven.evaluation.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A small table beside the rows of policies.
 *
 * @param key in JSON, and of its CSV file
 * @param rows of the same columns: text, numbers, or null for none
 */
public record Section(String key, List<Map<String, Object>> rows) {

    /** Differences between policies; NaN, the interval of a single seed, is left out. */
    public static Section gaps(List<Gap> gaps) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Gap gap : gaps) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("policy", gap.policy());
            row.put("against", gap.against());
            row.put("seeds", gap.seeds());
            row.put("difference", gap.difference());
            row.put("ci", Double.isNaN(gap.ci()) ? null : gap.ci());
            rows.add(row);
        }
        return new Section("gaps", rows);
    }

    /** How long agents learned, in seconds: the one thing that does not repeat exactly. */
    public static Section seconds(StudyResult result, List<Recipe> recipes) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Recipe recipe : recipes) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("policy", recipe.name());
            row.put("customers", recipe.customers());
            row.put("seconds", result.seconds(recipe.name()));
            rows.add(row);
        }
        return new Section("learning", rows);
    }

    List<String> columns() {
        return rows.isEmpty() ? List.of() : List.copyOf(rows.get(0).keySet());
    }

    ArrayNode json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Map<String, Object> row : rows) {
            ObjectNode object = array.addObject();
            row.forEach(object::putPOJO);
        }
        return array;
    }

    String table() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns());
        for (Map<String, Object> row : rows) {
            lines.add(row.values().stream().map(Section::text).toList());
        }
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                int at = column;
                int width = lines.stream()
                        .mapToInt(any -> any.get(at).length())
                        .max()
                        .orElseThrow();
                boolean number =
                        !rows.isEmpty() && List.copyOf(rows.get(0).values()).get(column) instanceof Number;
                table.append(String.format("%" + (number ? "" : "-") + width + "s  ", line.get(column)));
            }
            table.setLength(table.length() - 2);
            table.append(System.lineSeparator());
        }
        return table.toString().stripTrailing();
    }

    private static String text(Object value) {
        if (value == null) {
            return "-";
        }
        return value instanceof Double number ? String.format(Locale.ROOT, "%.3f", number) : String.valueOf(value);
    }
}
