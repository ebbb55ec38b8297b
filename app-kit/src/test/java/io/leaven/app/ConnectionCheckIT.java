package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
