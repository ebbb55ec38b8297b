package io.leaven.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.registry.SchemaRegistryClient.RegisteredSchema;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** The registry in memory keeps the rules that the real one does ({@code RegistryApiIT} in module platform). */
class InMemorySchemaRegistryClientTest {

    private static final Schema FIRST =
            SchemaBuilder.record("A").fields().requiredInt("x").endRecord();
    private static final Schema SECOND = SchemaBuilder.record("A")
            .fields()
            .requiredInt("x")
            .name("y")
            .type()
            .intType()
            .intDefault(1)
            .endRecord();
    private static final Schema UNREADABLE =
            SchemaBuilder.record("A").fields().requiredString("x").endRecord();

    private final InMemorySchemaRegistryClient registry = new InMemorySchemaRegistryClient();

    @Test
    void oneSchemaHasOneIdUnderEverySubject() {
        int id = registry.register("a-value", FIRST);

        assertThat(registry.register("a-value", FIRST)).isEqualTo(id);
        assertThat(registry.register("b-value", FIRST)).isEqualTo(id);
        assertThat(registry.lookUp("a-value", FIRST)).isEqualTo(id);
        assertThat(registry.byId(id)).isEqualTo(FIRST);
        assertThat(registry.latest("a-value")).isEqualTo(new RegisteredSchema("a-value", id, 1, FIRST));
    }

    @Test
    void aNewVersionMustReadEveryOlderOne() {
        registry.register("a-value", FIRST);

        assertThat(registry.isCompatible("a-value", SECOND)).isTrue();
        assertThat(registry.isCompatible("a-value", UNREADABLE)).isFalse();
        assertThat(registry.isCompatible("new-value", UNREADABLE)).isTrue();
        assertThatThrownBy(() -> registry.register("a-value", UNREADABLE))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(409))
                .hasMessageContaining("'a-value'");
        registry.register("a-value", SECOND);
        assertThat(registry.latest("a-value").version()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsSaidWithConfluentsCodes() {
        registry.register("a-value", FIRST);

        refused(40403, () -> registry.byId(99));
        refused(40403, () -> registry.lookUp("a-value", SECOND));
        refused(40401, () -> registry.lookUp("b-value", FIRST));
        refused(40401, () -> registry.latest("b-value"));
    }

    @Test
    void clientsOfOneScopeShareARegistry() {
        Map<String, String> scope = Map.of(SchemaRegistryConfig.URL, "mock://shared-scope");
        try (SchemaRegistryClient one = SchemaRegistryClients.open(scope);
                SchemaRegistryClient two = SchemaRegistryClients.open(scope);
                SchemaRegistryClient other =
                        SchemaRegistryClients.open(Map.of(SchemaRegistryConfig.URL, "mock://another-scope"))) {
            int id = one.register("a-value", FIRST);

            assertThat(two.byId(id)).isEqualTo(FIRST);
            refused(40403, () -> other.byId(id));
        }
    }

    private static void refused(int code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SchemaRegistryException.class, e -> {
            assertThat(e.errorCode()).isEqualTo(code);
            assertThat(e.isNotFound()).isTrue();
        });
    }
}
