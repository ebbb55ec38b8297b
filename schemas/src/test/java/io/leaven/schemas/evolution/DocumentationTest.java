package io.leaven.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The IDL is the contract that people read: it says what every record is and what every number and every null means. */
class DocumentationTest {

    @Test
    void recordsEnumsNumbersAndNullsAreDocumented() {
        Set<String> seen = new TreeSet<>();
        List<String> silent = new ArrayList<>();
        ReleasedSchemas.today().forEach(schema -> collect(schema, seen, silent));

        assertThat(seen).as("types looked at").hasSizeGreaterThan(25);
        assertThat(silent).isEmpty();
    }

    private static void collect(Schema schema, Set<String> seen, List<String> silent) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    requireDoc(schema.getName(), schema.getDoc(), silent);
                    for (Schema.Field field : schema.getFields()) {
                        if (needsDoc(field.schema())) {
                            requireDoc(schema.getName() + "." + field.name(), field.doc(), silent);
                        }
                        collect(field.schema(), seen, silent);
                    }
                }
            }
            case ENUM -> {
                if (seen.add(schema.getFullName())) {
                    requireDoc(schema.getName(), schema.getDoc(), silent);
                }
            }
            case ARRAY -> collect(schema.getElementType(), seen, silent);
            case MAP -> collect(schema.getValueType(), seen, silent);
            case UNION -> schema.getTypes().forEach(type -> collect(type, seen, silent));
            default -> {}
        }
    }

    private static boolean needsDoc(Schema schema) {
        return switch (schema.getType()) {
            case INT, LONG, FLOAT, DOUBLE, BYTES, MAP, UNION -> true;
            default -> false;
        };
    }

    private static void requireDoc(String what, String doc, List<String> silent) {
        if (doc == null || doc.isBlank()) {
            silent.add(what);
        }
    }
}
