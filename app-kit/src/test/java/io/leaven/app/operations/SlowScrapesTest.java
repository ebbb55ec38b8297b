package io.leaven.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.testkit.ChildJvm;
import io.leaven.testkit.SlowClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bounds as they are when nobody sets any. */
@Timeout(60)
class SlowScrapesTest {

    @Test
    void slowClientsAreCutOffInTenSecondsAndHoldUpNoProbe() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (ChildJvm app = ChildJvm.start(Server.class)) {
            int port = Integer.parseInt(app.said());
            try (SlowClients headers = SlowClients.headers(port, 100);
                    SlowClients bodies = SlowClients.bodies(port, 100, "GET", "/metrics")) {
                for (int i = 0; i < 3; i++) {
                    for (String path : new String[] {"/health", "/ready", "/metrics"}) {
                        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(8))
                                .build();
                        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                        assertThat(answer.statusCode()).isEqualTo(200);
                    }
                }
                assertThat(headers.open()).isEqualTo(100);
                assertThat(headers.awaitAllClosed(Duration.ofSeconds(16))).isGreaterThan(Duration.ofSeconds(9));
                bodies.awaitAllClosed(Duration.ofSeconds(16));
            }
        }
    }

    /** An app's. */
    static final class Server {

        private Server() {}

        public static void main(String[] args) throws IOException {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (Operations operations = Operations.open(Optional.of(anyPort))) {
                operations.begun();
                ChildJvm.up(operations.port().orElseThrow());
            }
        }
    }
}
