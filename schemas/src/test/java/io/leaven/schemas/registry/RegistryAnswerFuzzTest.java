package io.leaven.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.leaven.schemas.CustomerEvent;
import io.leaven.testkit.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryAnswerFuzzTest {

    @Test
    void answers() {
        String schema = "\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\","
                + "\\\"type\\\":[\\\"null\\\",\\\"long\\\"],\\\"default\\\":null}]}\"";
        String real =
                CustomerEvent.getClassSchema().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        Fuzzer.Result result = Fuzzer.ofTexts(
                        "registry answer",
                        "{\"subject\":\"s\",\"version\":2,\"id\":7,\"is_compatible\":true,\"schema\":" + schema + "}",
                        "{\"version\":2,\"id\":7,\"is_compatible\":true,\"schema\":\"" + real + "\"}",
                        "{\"id\":1,\"version\":1,\"is_compatible\":false,\"schema\":\"\\\"string\\\"\"}")
                .words("\"error_code\": 40403", "\\\"", "\\\"R\\\"", "\\\"type\\\":", "\"id\":1.5", "\\\"default\\\":")
                .refusesBy(SchemaRegistryException.class)
                .allocatesAtMost(2 << 20, 200)
                .run(input -> {
                    String body = new String(input, StandardCharsets.UTF_8);
                    RegistryAnswer.errorCode(body, 500);
                    JsonNode answer = RegistryAnswer.read("http://registry/x", body);
                    RegistryAnswer.isCompatible(answer);
                    assertThat(RegistryAnswer.registered("s", answer).schema()).isNotNull();
                });

        assertThat(result.accepted()).isGreaterThan(result.inputs() / 100);
    }

    @Test
    void anIdThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> RegistryAnswer.id(RegistryAnswer.read("r", "{\"id\":\"seven\"}")))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("no whole number as 'id'");
    }

    /** 17 MB of answer, of which no more than 16 MiB and a buffer are kept. */
    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() throws IOException {
        try (RegistryStub stub = new RegistryStub().then(200, "x".repeat(17_000_000));
                SchemaRegistryClient client = SchemaRegistryClients.open(
                        Map.of("schema.registry.url", stub.url(), "schema.registry.retry.timeout.ms", 0))) {
            assertThatThrownBy(() -> client.byId(1))
                    .isInstanceOf(SchemaRegistryException.class)
                    .hasMessageContaining("the answer has more than 16777216 bytes");
        }
    }
}
