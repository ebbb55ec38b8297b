package io.leaven.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FULL_TRANSITIVE: today's readers read what any release wrote, and any release's read what is written today. */
class ReleasedSchemasTest {

    static List<ReleasedSchemas.Released> released() throws IOException {
        return ReleasedSchemas.all();
    }

    @ParameterizedTest
    @MethodSource("released")
    void todaysSchemaReadsWhatWasReleased(ReleasedSchemas.Released released) {
        assertReads(today(released), released.schema(), released);
    }

    /** While a cluster is upgraded, instance by instance, and when it goes back. */
    @ParameterizedTest
    @MethodSource("released")
    void aReleasedSchemaReadsWhatIsWrittenToday(ReleasedSchemas.Released released) {
        assertReads(released.schema(), today(released), released);
    }

    private static Schema today(ReleasedSchemas.Released released) {
        return ReleasedSchemas.today().stream()
                .filter(schema -> schema.getFullName().equals(released.schema().getFullName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(released + " is gone, but topics still hold it"));
    }

    private static void assertReads(Schema reader, Schema writer, ReleasedSchemas.Released released) {
        SchemaPairCompatibility answer = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(answer.getType())
                .as("%s: %s", released, answer.getResult().getIncompatibilities())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void theFirstReleaseIsKept() throws IOException {
        assertThat(released())
                .filteredOn(released -> released.release().equals("0.1.0"))
                .extracting(released -> released.schema().getName())
                .hasSizeGreaterThanOrEqualTo(12)
                .contains("CustomerEvent", "Decision", "Transition", "AgentSnapshot", "CustomerStepState");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leaven.schemas.release",
            matches = ".+",
            disabledReason = "writes a release's schemas, see ReleasedSchemas")
    void writesTheSchemasOfARelease() throws IOException {
        String release = System.getProperty("leaven.schemas.release");
        ReleasedSchemas.write(release);

        assertThat(released())
                .filteredOn(released -> released.release().equals(release))
                .extracting(ReleasedSchemas.Released::schema)
                .containsExactlyInAnyOrderElementsOf(ReleasedSchemas.today());
    }
}
