package io.leaven.dispatcher.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.dispatcher.TestConnection;
import io.leaven.dispatcher.delivery.backend.http.WebhookSignature;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.testkit.ChildJvm;
import io.leaven.testkit.SlowClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowReceiptsTest {

    private static final WebhookSignature SIGNATURE =
            new WebhookSignature(List.of("c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBieXRlcw=="));

    @Test
    void slowClientsAreCutOffAndHoldUpNoReceipt() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (ChildJvm delivery = ChildJvm.start(
                Endpoint.class, "-Dsun.net.httpserver.maxReqTime=4", "-Dsun.net.httpserver.timerMillis=100")) {
            int port = Integer.parseInt(delivery.said());
            client.send(receipt(port, Duration.ofSeconds(30)), BodyHandlers.discarding());
            try (SlowClients headers = SlowClients.headers(port, 100);
                    SlowClients receipts = SlowClients.bodies(port, 50, "POST", "/receipts");
                    SlowClients clicks = SlowClients.bodies(port, 50, "POST", "/unsubscribe/made-up")) {
                HttpResponse<String> answer =
                        client.send(receipt(port, Duration.ofSeconds(8)), BodyHandlers.ofString());

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                assertThat(receipts.open())
                        .as("still there when others were served")
                        .isEqualTo(50);
                headers.awaitAllClosed(Duration.ofSeconds(9));
                receipts.awaitAllClosed(Duration.ofSeconds(9));
                clicks.awaitAllClosed(Duration.ofSeconds(9));
            }
        }
    }

    private static HttpRequest receipt(int port, Duration timeout) {
        byte[] body =
                "[{\"actionId\": \"c1:13\", \"status\": \"delivered\", \"occurredAt\": \"2026-03-01T08:00:00Z\", \"channel\": \"email\"}]"
                        .getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/receipts"))
                .timeout(timeout)
                .header(WebhookSignature.ID, "m1")
                .header(WebhookSignature.TIMESTAMP, Long.toString(now.getEpochSecond()))
                .header(WebhookSignature.SIGNATURE, SIGNATURE.sign("m1", now, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    /** Delivery's, before a broker that answers at once. */
    static final class Endpoint {

        private Endpoint() {}

        public static void main(String[] args) throws IOException {
            Clock clock = Clock.systemUTC();
            ReceiptTally tally = new ReceiptTally();
            try (Connection connection = TestConnection.open()) {
                ProfileView profiles = new ProfileView(
                        connection.serdes().deserializer(CustomerProfile.class),
                        new DeadLetters(connection, "delivery", clock),
                        letter -> {},
                        () -> {},
                        erased -> {});
                ReceiptBook book = new ReceiptBook(
                        connection,
                        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                        new SentActions(connection.serdes().deserializer(DeliveryReceipt.class), 10),
                        profiles,
                        tally,
                        clock);
                InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                try (ReceiptEndpoint endpoint = new ReceiptEndpoint(
                        anyPort, "webhook", book, SIGNATURE, Optional.empty(), 1000, tally, clock)) {
                    ChildJvm.up(endpoint.port());
                }
            }
        }
    }
}
