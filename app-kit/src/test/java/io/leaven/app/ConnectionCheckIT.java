package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person is told when nobody answers; module platform has the case where both do. */
class ConnectionCheckIT {

    /** The message may come a little after the stated second, not after Kafka's minute or the registry's half. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    @Test
    void aBrokerOutOfReachIsNamedWithinTheStatedTime() throws IOException {
        String nobody = "localhost:" + closedPort();
        long started = System.nanoTime();
        try (Connection connection = connection(Map.of(ConnectionSettings.BOOTSTRAP_SERVERS, nobody))) {
            assertThatThrownBy(connection::check)
                    .isInstanceOf(UserError.class)
                    .hasMessageContainingAll(
                            "no Kafka broker answered at " + nobody + " within 1.0 s",
                            "`leaven platform`",
                            "--bootstrap-server");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(AT_MOST);
    }

    @Test
    void anAddressThatIsNoneIsAPersonsErrorToo() {
        try (Connection connection =
                connection(Map.of(ConnectionSettings.BOOTSTRAP_SERVERS, "no.such.host.invalid:9092"))) {
            assertThatThrownBy(connection::check)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no.such.host.invalid:9092");
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aKeystoreThatDoesNotOpenIsNamedByEveryClient(Consumer<Connection> client, @TempDir Path folder)
            throws Exception {
        Path keystore = folder.resolve("keystore.p12");
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (OutputStream out = Files.newOutputStream(keystore)) {
            empty.store(out, "right".toCharArray());
        }
        try (Connection connection = connection(Map.of(
                "kafka.security.protocol", "SSL",
                "kafka.ssl.keystore.location", keystore.toString(),
                "kafka.ssl.keystore.type", "PKCS12",
                "kafka.ssl.keystore.password", "wrong"))) {
            assertThatThrownBy(() -> client.accept(connection))
                    .isInstanceOf(UserError.class)
                    .hasMessageContainingAll(keystore.toString(), "Integrity check failed", "docs/security.md")
                    .hasMessageNotContaining("wrong");
        }
    }

    static List<Consumer<Connection>> clients() {
        return List.of(
                Connection::check,
                connection -> connection.rawReader("reader"),
                connection -> connection.rawConsumer("consumer", "group", Map.of()),
                connection -> connection.rawProducer("producer", Map.of()));
    }

    @Test
    void aRegistryOutOfReachIsNamedWithinTheStatedTime() throws IOException {
        String nobody = "http://localhost:" + closedPort();
        long started = System.nanoTime();
        try (Connection connection = connection(Map.of("schema.registry.url", nobody))) {
            assertThatThrownBy(connection::checkRegistry)
                    .isInstanceOf(UserError.class)
                    .hasMessageContainingAll(nobody, "was tried for", "--schema-registry-url");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(AT_MOST);
    }

    /** It takes the connection and then says nothing: the retries must not add up beyond the stated time. */
    @Test
    void aRegistryThatIsSilentHoldsNobodyLonger() throws IOException {
        long started = System.nanoTime();
        try (ServerSocket silent = new ServerSocket(0);
                Connection connection =
                        connection(Map.of("schema.registry.url", "http://localhost:" + silent.getLocalPort()))) {
            assertThatThrownBy(connection::checkRegistry)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no answer");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(AT_MOST);
    }

    private static Connection connection(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(ConnectionSettings.CONNECT_TIMEOUT_MS, "1000");
        return new Connection(new ConnectionSettings(SettingsSource.of(all)));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
