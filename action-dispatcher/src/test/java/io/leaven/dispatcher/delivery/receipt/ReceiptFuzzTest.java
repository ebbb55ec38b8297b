package io.leaven.dispatcher.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.dispatcher.delivery.Actions;
import io.leaven.dispatcher.delivery.backend.http.WebhookSignature;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.serde.AvroSerdes;
import io.leaven.testkit.Fuzzer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** What comes over HTTP from anybody. What the reader takes can be written to the topic: an answer of 202 is kept. */
class ReceiptFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void receipts() {
        ReceiptReader reader = new ReceiptReader("webhook", Clock.fixed(NOW, ZoneOffset.UTC));
        Serializer<DeliveryReceipt> serializer =
                new AvroSerdes(Map.of("schema.registry.url", "mock://fuzz")).serializer();
        Fuzzer.Result result = Fuzzer.ofTexts(
                        "receipts",
                        "{\"actionId\": \"c1:13\", \"status\": \"delivered\"}",
                        "[{\"actionId\": \"c1:13\", \"status\": \"opened\", \"occurredAt\": \"2026-11-26T10:00:00Z\","
                                + " \"detail\": \"250 ok\", \"channel\": \"email\"}, {\"actionId\": \"a:b:2\","
                                + " \"status\": \"BOUNCED\", \"detail\": null}]",
                        "[]")
                .words(
                        "\"occurredAt\": \"-1000000000-01-01T00:00:00Z\", ",
                        "\"\\ud83e\"",
                        "\\u0000",
                        "\"status\": \"sent\"",
                        "1e5",
                        "actionId")
                .refusesBy(IllegalArgumentException.class)
                .run(input -> {
                    for (DeliveryReceipt receipt : reader.read(input)) {
                        assertThat(serializer.serialize("leaven.delivery-receipts", receipt))
                                .isNotEmpty();
                    }
                });

        assertThat(result.accepted()).isGreaterThan(result.inputs() / 100);
    }

    @Test
    void unsubscribeLinks() {
        UnsubscribeLinks links = new UnsubscribeLinks("https://bakery.example/u/", List.of("secret"));
        String token = links.link(Actions.action("c1", 13)).substring("https://bakery.example/u/".length());
        Fuzzer.ofTexts("unsubscribe link", token)
                .words("~", "~~", "=", "%")
                .run(input -> links.read(new String(input, StandardCharsets.UTF_8)));
    }

    @Test
    void signatures() {
        WebhookSignature signature =
                new WebhookSignature(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZI"));
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String good = "msg_1\n" + NOW.getEpochSecond() + "\n" + signature.sign("msg_1", NOW, body);
        Fuzzer.ofTexts("webhook headers", good, good + " v1,abc v2,x")
                .words("v1,", " ", "v1a,")
                .run(input -> {
                    String[] headers = new String(input, StandardCharsets.UTF_8).split("\n", 3);
                    signature.isGenuine(
                            headers[0],
                            headers.length > 1 ? headers[1] : null,
                            headers.length > 2 ? headers[2] : null,
                            body,
                            NOW);
                });
    }

    /** It was taken, and then could not be written: the backend was told to send it again, for ever. */
    @Test
    void aTimeThatNoRecordCanHoldIsRefused() {
        ReceiptReader reader = new ReceiptReader("webhook", Clock.fixed(NOW, ZoneOffset.UTC));
        byte[] body = "{\"actionId\":\"c:1\",\"status\":\"sent\",\"occurredAt\":\"-1000000000-01-01T00:00:00Z\"}"
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> reader.read(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is before 2000-01-01");
    }
}
