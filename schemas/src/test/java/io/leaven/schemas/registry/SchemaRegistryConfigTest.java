package io.leaven.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryConfigTest {

    private static final String ANYWHERE = "http://registry.example";

    /** The JDK's client would quote the header. */
    @ParameterizedTest
    @ValueSource(strings = {"s3cret\nof two lines", "s3\u0000cret", "s3crét"})
    void aTokenThatNoHeaderCanCarryIsNotRepeated(String token) {
        Map<String, String> values =
                Map.of(SchemaRegistryConfig.URL, ANYWHERE, SchemaRegistryConfig.BEARER_TOKEN, token);

        assertThatThrownBy(() -> new SchemaRegistryConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasNoCause()
                .hasMessageContaining(SchemaRegistryConfig.BEARER_TOKEN)
                .hasMessageNotContaining("cr");
    }

    @Test
    void theEndOfALineIsNoPartOfAToken() {
        assertThat(new SchemaRegistryConfig(Map.of(
                                SchemaRegistryConfig.URL, ANYWHERE, SchemaRegistryConfig.BEARER_TOKEN, "s3cret\n"))
                        .bearerToken())
                .hasValue("s3cret");
    }
}
