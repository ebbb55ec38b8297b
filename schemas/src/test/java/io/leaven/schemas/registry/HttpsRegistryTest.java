package io.leaven.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.leaven.testkit.KeyPair;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry over HTTPS with a certificate of its own that asks for a password. */
class HttpsRegistryTest {

    private static final String PASSWORD = "store-secret";
    private static final String USER = "leaven:s3cret-of-the-registry";

    @TempDir
    private static Path folder;

    private static Path keys;
    private static Path pem;
    private static HttpsServer server;

    @BeforeAll
    static void startServer() throws Exception {
        KeyPair pair = KeyPair.make(folder, "keys", PASSWORD);
        keys = pair.store();
        pem = pair.certificate();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        String expected = "Basic " + Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.UTF_8));
        server.createContext("/", exchange -> {
            boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (known
                            ? "{\"schema\": \"\\\"string\\\"\"}"
                            : "{\"error_code\": 401, \"message\": \"who is it?\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    @Test
    void certificatesInTextAreTrusted() {
        assertThat(schema(
                        Map.of(SchemaRegistryConfig.TRUSTSTORE, pem.toString(), SchemaRegistryConfig.BASIC_AUTH, USER)))
                .isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @Test
    void aStoreWithAPasswordIsTrusted() {
        assertThat(schema(Map.of(
                        SchemaRegistryConfig.TRUSTSTORE,
                        keys.toString(),
                        SchemaRegistryConfig.TRUSTSTORE_TYPE,
                        "PKCS12",
                        SchemaRegistryConfig.TRUSTSTORE_PASSWORD,
                        PASSWORD,
                        SchemaRegistryConfig.BASIC_AUTH,
                        USER)))
                .isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @Test
    void aCertificateThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> schema(Map.of(SchemaRegistryConfig.BASIC_AUTH, USER)))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("PKIX path building failed")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aWrongPasswordIsRefusedWithoutBeingTold() {
        assertThatThrownBy(() -> schema(Map.of(
                        SchemaRegistryConfig.TRUSTSTORE,
                        pem.toString(),
                        SchemaRegistryConfig.BASIC_AUTH,
                        "leaven:wr0ng-secret")))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("HTTP 401")
                .hasMessageNotContaining("wr0ng-secret");
    }

    @Test
    void aTruststoreThatCannotBeUsedIsNamedAndItsPasswordIsNot() {
        assertThatThrownBy(() -> schema(Map.of(
                        SchemaRegistryConfig.TRUSTSTORE, keys.toString(),
                        SchemaRegistryConfig.TRUSTSTORE_TYPE, "PKCS12",
                        SchemaRegistryConfig.TRUSTSTORE_PASSWORD, "wr0ng-secret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("keys.p12")
                .hasMessageNotContaining("wr0ng-secret");
        assertThatThrownBy(() -> schema(Map.of(
                        SchemaRegistryConfig.TRUSTSTORE, folder.resolve("none").toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none");
    }

    private static Schema schema(Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(
                SchemaRegistryConfig.URL,
                "https://localhost:" + server.getAddress().getPort());
        all.put(SchemaRegistryConfig.RETRY_TIMEOUT_MS, 0);
        try (SchemaRegistryClient client = SchemaRegistryClients.open(all)) {
            return client.byId(1);
        }
    }
}
