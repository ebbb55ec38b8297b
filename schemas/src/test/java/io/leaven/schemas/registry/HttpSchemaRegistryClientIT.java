package io.leaven.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.registry.SchemaRegistryClient.RegisteredSchema;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against prepared answers; paths, bodies and codes as Confluent's API reference states them. */
class HttpSchemaRegistryClientIT {

    private static final Schema SCHEMA =
            SchemaBuilder.record("A").fields().requiredInt("x").endRecord();
    private static final String QUOTED = SCHEMA.toString().replace("\"", "\\\"");

    private RegistryStub stub;

    @BeforeEach
    void start() throws IOException {
        stub = new RegistryStub();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void registersUnderTheSubjectAndRemembersTheId() {
        stub.then(200, "{\"id\":42}");
        SchemaRegistryClient client = client(Map.of());

        assertThat(client.register("a b/c-value", SCHEMA)).isEqualTo(42);
        assertThat(client.register("a b/c-value", SCHEMA)).isEqualTo(42);
        assertThat(client.lookUp("a b/c-value", SCHEMA)).isEqualTo(42);

        assertThat(stub.requests()).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST /subjects/a%20b%2Fc-value/versions");
            assertThat(request.body()).isEqualTo("{\"schema\":\"" + QUOTED + "\"}");
            assertThat(request.authorization()).isNull();
        });
    }

    @Test
    void whoComesSecondInARaceToRegisterTakesWhatTheFirstRegistered() {
        stub.then(409, "{\"error_code\":409,\"message\":\"An artifact with ID 'a-value' already exists.\"}")
                .then(200, "{\"subject\":\"a-value\",\"id\":7,\"version\":1,\"schema\":\"\"}");

        assertThat(client(Map.of()).register("a-value", SCHEMA)).isEqualTo(7);

        assertThat(stub.requests())
                .extracting(RegistryStub.Request::line)
                .containsExactly("POST /subjects/a-value/versions", "POST /subjects/a-value");
    }

    @Test
    void aSchemaThatIsRefusedAndNotThereIsRefused() {
        stub.then(409, "{\"error_code\":409,\"message\":\"incompatible\"}")
                .then(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

        assertThatThrownBy(() -> client(Map.of()).register("a-value", SCHEMA))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("incompatible");
    }

    @Test
    void looksUpWithoutRegistering() {
        stub.then(200, "{\"subject\":\"a-value\",\"id\":7,\"version\":1,\"schema\":\"\"}");

        assertThat(client(Map.of()).lookUp("a-value", SCHEMA)).isEqualTo(7);
        assertThat(stub.requests()).extracting(RegistryStub.Request::line).containsExactly("POST /subjects/a-value");
    }

    @Test
    void fetchesASchemaByIdOnce() {
        stub.then(200, "{\"schema\":\"" + QUOTED + "\"}");
        SchemaRegistryClient client = client(Map.of());

        assertThat(client.byId(9)).isEqualTo(SCHEMA);
        assertThat(client.byId(9)).isEqualTo(SCHEMA);
        assertThat(stub.requests()).extracting(RegistryStub.Request::line).containsExactly("GET /schemas/ids/9");
    }

    @Test
    void readsTheNewestVersionEachTime() {
        stub.then(200, "{\"subject\":\"a-value\",\"id\":3,\"version\":2,\"schema\":\"" + QUOTED + "\"}");
        SchemaRegistryClient client = client(Map.of());

        assertThat(client.latest("a-value")).isEqualTo(new RegisteredSchema("a-value", 3, 2, SCHEMA));
        client.latest("a-value");
        assertThat(stub.requests())
                .extracting(RegistryStub.Request::line)
                .containsExactly("GET /subjects/a-value/versions/latest", "GET /subjects/a-value/versions/latest");
    }

    @Test
    void asksForCompatibilityAndSetsIt() {
        stub.then(200, "{\"is_compatible\":false}")
                .then(404, "{\"error_code\":40402,\"message\":\"no version\"}")
                .then(200, "{\"compatibility\":\"FULL\"}");
        SchemaRegistryClient client = client(Map.of());

        assertThat(client.isCompatible("a-value", SCHEMA)).isFalse();
        assertThat(client.isCompatible("new-value", SCHEMA)).isTrue();
        client.setCompatibility("a-value", "FULL");
        client.setDefaultCompatibility("FULL");

        assertThat(stub.requests())
                .extracting(request -> request.line() + " " + request.body())
                .contains(
                        "PUT /config/a-value {\"compatibility\":\"FULL\"}", "PUT /config {\"compatibility\":\"FULL\"}")
                .first()
                .asString()
                .startsWith("POST /compatibility/subjects/a-value/versions/latest {\"schema\":");
    }

    @Test
    void anAnswerThatSaysNoIsFinalAndCarriesItsCode() {
        stub.then(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

        assertThatThrownBy(() -> client(Map.of()).byId(5))
                .isInstanceOfSatisfying(SchemaRegistryException.class, e -> {
                    assertThat(e.errorCode()).isEqualTo(40403);
                    assertThat(e.isNotFound()).isTrue();
                })
                .hasMessageContainingAll(stub.url(), "GET /schemas/ids/5", "HTTP 404", "Schema not found");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void aRefusalOfAnotherKindIsNoMissingSchema() {
        stub.then(401, "<html>who are you</html>");

        assertThatThrownBy(() -> client(Map.of()).byId(5)).isInstanceOfSatisfying(SchemaRegistryException.class, e -> {
            assertThat(e.errorCode()).isEqualTo(401);
            assertThat(e.isNotFound()).isFalse();
        });
    }

    @Test
    void aRegistryThatIsBusyIsAskedAgain() {
        stub.then(503, "starting").then(429, "slow down").then(200, "{\"id\":42}");

        assertThat(client(Map.of()).register("a-value", SCHEMA)).isEqualTo(42);
        assertThat(stub.requests()).hasSize(3);
    }

    @Test
    void aRegistryThatStaysBusyIsGivenUpAfterTheRetryTime() {
        stub.then(503, "starting");
        long started = System.nanoTime();

        assertThatThrownBy(() -> client(Map.of(SchemaRegistryConfig.RETRY_TIMEOUT_MS, 700))
                        .register("a-value", SCHEMA))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContainingAll(stub.url(), "was tried for", "POST /subjects/a-value/versions", "HTTP 503");
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        assertThat(stub.requests()).hasSizeGreaterThan(1);
    }

    @Test
    void aRegistryThatDoesNotAnswerHoldsNobodyBeyondTheStatedTime() {
        stub.then(200, "{\"id\":42}", 60_000);
        long started = System.nanoTime();
        Map<String, Object> patience =
                Map.of(SchemaRegistryConfig.REQUEST_TIMEOUT_MS, 4_000, SchemaRegistryConfig.RETRY_TIMEOUT_MS, 5_000);

        assertThatThrownBy(() -> client(patience).register("a-value", SCHEMA))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("no answer");
        // A second try with its whole request time would end after 8 s.
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(7_500));
    }

    @Test
    void aRegistryThatIsNotThereIsNamed() throws IOException {
        String nobody = "http://localhost:" + closedPort();

        assertThatThrownBy(() -> client(
                                Map.of(SchemaRegistryConfig.URL, nobody, SchemaRegistryConfig.RETRY_TIMEOUT_MS, 300))
                        .register("a-value", SCHEMA))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContainingAll(nobody, "no answer (");
    }

    @Test
    void theNextAddressTakesOver() throws IOException {
        stub.then(200, "{\"id\":42}");
        String both = "http://localhost:" + closedPort() + "," + stub.url() + "/";

        assertThat(client(Map.of(SchemaRegistryConfig.URL, both)).register("a-value", SCHEMA))
                .isEqualTo(42);
    }

    @Test
    void userAndPasswordGoAsBasicAuthentication() {
        stub.then(200, "{\"id\":42}");

        client(Map.of(SchemaRegistryConfig.BASIC_AUTH, "Aladdin:open sesame")).register("a-value", SCHEMA);

        // The example of RFC 7617, section 2.
        assertThat(stub.requests().get(0).authorization()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void aTokenGoesAsBearer() {
        stub.then(200, "{\"id\":42}");

        client(Map.of(SchemaRegistryConfig.BEARER_TOKEN, "mF_9.B5f-4.1JqM")).register("a-value", SCHEMA);

        assertThat(stub.requests().get(0).authorization()).isEqualTo("Bearer mF_9.B5f-4.1JqM");
    }

    @Test
    void onlyOneWayToAuthenticateIsTaken() {
        assertThatThrownBy(() -> client(
                        Map.of(SchemaRegistryConfig.BASIC_AUTH, "a:b", SchemaRegistryConfig.BEARER_TOKEN, "token")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not both");
    }

    @Test
    void anAnswerThatIsNoneIsSaidToBe() {
        stub.then(200, "<html>a proxy</html>").then(200, "{\"other\":1}");
        SchemaRegistryClient client = client(Map.of());

        assertThatThrownBy(() -> client.byId(1))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("answered no JSON: <html>a proxy");
        assertThatThrownBy(() -> client.byId(1))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("has no 'schema'");
    }

    private SchemaRegistryClient client(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent(SchemaRegistryConfig.URL, stub.url());
        return SchemaRegistryClients.open(all);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
