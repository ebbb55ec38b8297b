package io.leaven.dispatcher.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.dispatcher.TestConnection;
import io.leaven.dispatcher.delivery.Actions;
import io.leaven.dispatcher.delivery.backend.http.WebhookSignature;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.testkit.LoggedLines;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ReceiptEndpointTest {

    private static final String SECRET = "c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBieXRlcw==";

    /** Whoever has the link of a customer may take its consent away. */
    @Test
    void aClickThatCannotBeWrittenIsLoggedWithoutItsLink() throws Exception {
        UnsubscribeLinks links = new UnsubscribeLinks("https://bakery.example/unsubscribe/", List.of(SECRET));
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.sendException = new KafkaException("the broker is gone");
        try (Connection connection = TestConnection.open();
                ReceiptEndpoint endpoint = endpoint(connection, producer, links);
                LoggedLines logged = new LoggedLines()) {
            String link = links.link(Actions.action("ann", 1));
            String token = link.substring(link.lastIndexOf('/') + 1);
            URI click = URI.create("http://127.0.0.1:" + endpoint.port() + "/unsubscribe/" + token);

            int status = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(click)
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();

            assertThat(status).isEqualTo(503);
            assertThat(logged.lines())
                    .anyMatch(line -> line.contains("a request to /unsubscribe/ failed"))
                    .noneMatch(line -> line.contains(token.split("~")[0]));
        }
    }

    private static ReceiptEndpoint endpoint(
            Connection connection, MockProducer<byte[], byte[]> producer, UnsubscribeLinks links) {
        Clock clock = Clock.systemUTC();
        ReceiptTally tally = new ReceiptTally();
        ProfileView profiles = new ProfileView(
                connection.serdes().deserializer(CustomerProfile.class),
                new DeadLetters(connection, "delivery", clock),
                letter -> {},
                () -> {},
                erased -> {});
        return new ReceiptEndpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "webhook",
                new ReceiptBook(
                        connection,
                        producer,
                        new SentActions(connection.serdes().deserializer(DeliveryReceipt.class), 10),
                        profiles,
                        tally,
                        clock),
                new WebhookSignature(List.of(SECRET)),
                Optional.of(links),
                1000,
                tally,
                clock);
    }
}
