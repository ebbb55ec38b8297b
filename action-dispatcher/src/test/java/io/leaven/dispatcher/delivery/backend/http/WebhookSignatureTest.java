package io.leaven.dispatcher.delivery.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /** The test vector that the Standard Webhooks libraries share, such as in libraries/java's WebhookTest. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant TIME = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private final WebhookSignature signature = new WebhookSignature(List.of(SECRET));

    @Test
    void publishedVector() {
        assertThat(signature.sign(ID, TIME, BODY)).isEqualTo(SIGNED);
        assertThat(new WebhookSignature(List.of(SECRET.substring(6))).sign(ID, TIME, BODY))
                .isEqualTo(SIGNED);
        assertThat(signature.isGenuine(ID, "1614265330", SIGNED, BODY, TIME)).isTrue();
    }

    @Test
    void officialLibraryVerifiesWhatIsSignedHere() throws Exception {
        Instant now = Instant.now();
        String both = new WebhookSignature(List.of(OTHER, SECRET)).sign(ID, now, BODY);
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(ID),
                        "webhook-timestamp", List.of(Long.toString(now.getEpochSecond())),
                        "webhook-signature", List.of(both)),
                (name, value) -> true);

        new Webhook(SECRET).verify(new String(BODY, StandardCharsets.UTF_8), headers);
        new Webhook(OTHER).verify(new String(BODY, StandardCharsets.UTF_8), headers);
    }

    @Test
    void whatTheOfficialLibrarySignsIsGenuineAlsoWithOldSecretsAndStrangeSignaturesBeside() throws Exception {
        String theirs = new Webhook(SECRET).sign(ID, TIME.getEpochSecond(), new String(BODY, StandardCharsets.UTF_8));
        String among = "v1a,hnO3f9T8 v2,xyz " + theirs + " v1,wrong";

        for (List<String> secrets : List.of(List.of(OTHER, SECRET), List.of(SECRET, OTHER))) {
            assertThat(new WebhookSignature(secrets).isGenuine(ID, "1614265330", among, BODY, TIME.plusSeconds(299)))
                    .isTrue();
        }
    }

    @Test
    void forgedChangedOldOrMissingIsNotGenuine() {
        byte[] changed = "{\"test\": 2432232315}".getBytes(StandardCharsets.UTF_8);
        assertThat(signature.isGenuine(ID, "1614265330", SIGNED, changed, TIME)).isFalse();
        assertThat(signature.isGenuine("msg_other", "1614265330", SIGNED, BODY, TIME))
                .isFalse();
        assertThat(signature.isGenuine(ID, "1614265331", SIGNED, BODY, TIME)).isFalse();
        assertThat(signature.isGenuine(ID, "1614265330", SIGNED, BODY, TIME.plusSeconds(301)))
                .isFalse();
        assertThat(signature.isGenuine(ID, "1614265330", SIGNED, BODY, TIME.minusSeconds(301)))
                .isFalse();
        assertThat(signature.isGenuine(ID, "now", SIGNED, BODY, TIME)).isFalse();
        assertThat(signature.isGenuine(ID, "1614265330", "v2" + SIGNED.substring(2), BODY, TIME))
                .isFalse();
        assertThat(signature.isGenuine(ID, "1614265330", "", BODY, TIME)).isFalse();
        assertThat(signature.isGenuine(null, "1614265330", SIGNED, BODY, TIME)).isFalse();
        assertThat(signature.isGenuine(ID, "1614265330", null, BODY, TIME)).isFalse();
        assertThat(new WebhookSignature(List.of(OTHER)).isGenuine(ID, "1614265330", SIGNED, BODY, TIME))
                .isFalse();
    }

    @Test
    void badSecretsAreRefusedWithoutSayingThem() {
        assertThatThrownBy(() -> new WebhookSignature(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebhookSignature(List.of("whsec_c2hvcnQ=")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 bytes");
        assertThatThrownBy(() -> new WebhookSignature(List.of("pass word!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pass");
    }
}
