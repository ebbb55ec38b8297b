package io.leaven.dispatcher.delivery.backend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.Actions;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.AbstractConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBackendsTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static final OutboundMessage MESSAGE =
            Actions.message(Actions.action("zoë.7", 3), Map.of("subject", "15% off", "text", "Bread"));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void webhookIsACloudEventThatTheOfficialLibrariesReadAndVerify() throws Exception {
        Path secrets = Files.writeString(folder.resolve("secrets"), SECRET + "\n" + OLD_SECRET + "\n");
        for (String mode : List.of("structured", "binary")) {
            try (WebServer server = new WebServer(request -> WebServer.Answer.status(204))) {
                Map<String, String> settings = Map.of(
                        WebhookBackend.URL,
                        server.url("/hook"),
                        WebhookBackend.MODE,
                        mode,
                        WebhookBackend.SECRET_FILE,
                        secrets.toString(),
                        WebhookBackend.ALLOW_PRIVATE,
                        "true");
                assertThat(send(new WebhookBackend(), settings, Map.of(), MESSAGE))
                        .isEqualTo(SendOutcome.sent());

                WebServer.Request request = server.requests().get(0);
                assertThat(request.path()).isEqualTo("/hook");
                CloudEvent event = HttpMessageFactory.createReader(
                                put -> request.headers().forEach((name, values) -> put.accept(name, values.get(0))),
                                request.body())
                        .toEvent();
                assertThat(event.getId()).isEqualTo("zoë.7:3");
                assertThat(event.getType()).isEqualTo("io.leaven.message-action.v1");
                assertThat(event.getSubject()).isEqualTo("zoë.7");
                assertThat(event.getTime().toInstant()).isEqualTo(Actions.TIME);
                JsonNode data = JSON.readTree(event.getData().toBytes());
                assertThat(data.get("promotion").textValue()).isEqualTo("small");
                assertThat(data.get("discount").doubleValue()).isEqualTo(.15);
                assertThat(data.get("content").get("subject").textValue()).isEqualTo("15% off");
                assertThat(data.get("unsubscribeUrl").textValue()).startsWith("https://");
                assertThat(request.header("content-type"))
                        .startsWith(mode.equals("binary") ? "application/json" : "application/cloudevents+json");

                assertThat(request.header("webhook-id")).isEqualTo("zo%C3%AB%2E7:3");
                HttpHeaders headers = HttpHeaders.of(
                        request.headers().entrySet().stream()
                                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        (name, value) -> true);
                new Webhook(SECRET).verify(new String(request.body(), StandardCharsets.UTF_8), headers);
                new Webhook(OLD_SECRET).verify(new String(request.body(), StandardCharsets.UTF_8), headers);
            }
        }
        assertThat(EventFormatProvider.getInstance().resolveFormat("application/cloudevents+json"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "200, Sent",
        "202, Sent",
        "410, Disabled",
        "301, RetryLater",
        "400, RetryLater",
        "404, RetryLater",
        "429, RetryLater",
        "500, RetryLater",
        "502, RetryLater",
        "503, RetryLater"
    })
    void statusesMeanWhatTheSpecificationSays(int status, String outcome) throws Exception {
        try (WebServer server = new WebServer(request -> new WebServer.Answer(
                status, Map.of("Location", "/elsewhere"), "why\n".getBytes(StandardCharsets.UTF_8)))) {
            SendOutcome said = send(new WebhookBackend(), webhook(server.url("/")), secret(), MESSAGE);

            assertThat(said.getClass().getSimpleName()).isEqualTo(outcome);
            assertThat(server.requests()).as("no redirect is followed").hasSize(1);
            if (said instanceof SendOutcome.RetryLater later) {
                assertThat(later.reason()).isEqualTo("HTTP " + status);
                assertThat(later.words()).hasValue("why");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                "'Sun, 01 Mar 2026 08:01:30 GMT' | 90",
                "'Sun, 01 Mar 2026 07:00:00 GMT' | ",
                "soon | ",
                "-5 | "
            })
    void retryAfterIsSecondsOrADate(String value, Long seconds) throws Exception {
        try (WebServer server =
                new WebServer(request -> new WebServer.Answer(503, Map.of("Retry-After", value), new byte[0]))) {
            SendOutcome said = send(new WebhookBackend(), webhook(server.url("/")), secret(), MESSAGE);

            assertThat(((SendOutcome.RetryLater) said).after())
                    .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 500"})
    void garbageIsTriedAgain(String answer) throws Exception {
        try (RawServer server = new RawServer(answer, false)) {
            assertThat(send(new WebhookBackend(), webhook(server.url()), secret(), MESSAGE))
                    .isInstanceOf(SendOutcome.RetryLater.class);
        }
    }

    /** An answer without an end must not go on for ever; its status has been said. */
    @Test
    void answerWithoutAnEndIsCutOff() throws Exception {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", true)) {
            assertThat(send(new WebhookBackend(), webhook(server.url()), secret(), MESSAGE))
                    .isEqualTo(SendOutcome.sent());
        }
        try (RawServer server = new RawServer("HTTP/1.1 500 No\r\nContent-Length: 10000000000\r\n\r\n", true)) {
            assertThat(send(new WebhookBackend(), webhook(server.url()), secret(), MESSAGE))
                    .isInstanceOf(SendOutcome.RetryLater.class);
        }
    }

    @Test
    void serverThatIsDownOrSilentIsTriedAgain() throws Exception {
        String nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://127.0.0.1:" + socket.getLocalPort() + "/";
        }
        assertThat(send(new WebhookBackend(), webhook(nobody), secret(), MESSAGE))
                .isInstanceOf(SendOutcome.RetryLater.class);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = new HashMap<>(webhook("http://127.0.0.1:" + silent.getLocalPort() + "/"));
            settings.put(WebhookBackend.TIMEOUT_MS, "300");
            assertThat(send(new WebhookBackend(), settings, secret(), MESSAGE))
                    .isInstanceOf(SendOutcome.RetryLater.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "2130706433", "0.0.0.0"})
    void privateAddressesAreNotCalledUnlessAllowed(String host) throws Exception {
        try (WebServer server = new WebServer(request -> WebServer.Answer.status(200))) {
            Map<String, String> settings = new HashMap<>(webhook(server.url("/").replace("127.0.0.1", host)));
            settings.put(WebhookBackend.ALLOW_PRIVATE, "false");

            SendOutcome said = send(new WebhookBackend(), settings, secret(), MESSAGE);

            assertThat(((SendOutcome.RetryLater) said).reason()).contains("private addresses are not allowed");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void whatIsMissingOrWrongIsSaidAtTheStart() {
        assertThatThrownBy(() -> send(new WebhookBackend(), Map.of(), secret(), MESSAGE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(WebhookBackend.URL);
        for (String url : List.of("ftp://x/s3cret", "http://me:s3cret@x/", "http://x/ s3cret", "s3cret")) {
            assertThatThrownBy(() -> send(new WebhookBackend(), webhook(url), secret(), MESSAGE))
                    .isInstanceOf(UserError.class)
                    .hasNoCause()
                    .hasMessageContaining(WebhookBackend.URL)
                    .hasMessageNotContaining("s3cret");
        }
        assertThatThrownBy(() -> send(new WebhookBackend(), webhook("http://x/"), Map.of(), MESSAGE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(WebhookBackend.SECRET_VARIABLE);
        assertThatThrownBy(() -> send(new NovuBackend(), Map.of(), Map.of(), MESSAGE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(NovuBackend.SECRET_VARIABLE);
    }

    /** The request of docs.novu.co/api-reference/events/trigger-event. */
    @Test
    void novuTriggersTheWorkflowOfTheTemplate() throws Exception {
        try (WebServer server = new WebServer(request -> new WebServer.Answer(
                201, Map.of(), "{\"data\":{\"acknowledged\":true}}".getBytes(StandardCharsets.UTF_8)))) {
            Map<String, String> settings = Map.of(NovuBackend.URL, server.url(""), NovuBackend.ALLOW_PRIVATE, "true");
            assertThat(send(new NovuBackend(), settings, Map.of(NovuBackend.SECRET_VARIABLE, "key1"), MESSAGE))
                    .isEqualTo(SendOutcome.sent());

            WebServer.Request request = server.requests().get(0);
            assertThat(request.path()).isEqualTo("/v1/events/trigger");
            assertThat(request.header("authorization")).isEqualTo("ApiKey key1");
            assertThat(request.header("idempotency-key")).isEqualTo("zo%C3%AB%2E7:3");
            JsonNode body = JSON.readTree(request.body());
            assertThat(body.get("name").textValue()).isEqualTo("email-small");
            assertThat(body.at("/to/subscriberId").textValue()).isEqualTo("zoë.7");
            assertThat(body.get("transactionId").textValue()).isEqualTo("zoë.7:3");
            assertThat(body.at("/payload/discount").doubleValue()).isEqualTo(.15);
        }
    }

    /** The request of docs.dittofeed.com/api-reference/endpoints/apps/track. */
    @Test
    void dittofeedTracksAnEvent() throws Exception {
        try (WebServer server = new WebServer(request -> WebServer.Answer.status(204))) {
            Map<String, String> settings =
                    Map.of(DittofeedBackend.URL, server.url(""), DittofeedBackend.ALLOW_PRIVATE, "true");
            Map<String, String> key = Map.of(DittofeedBackend.SECRET_VARIABLE, "a2V5");
            send(new DittofeedBackend(), settings, key, MESSAGE);
            assertThat(send(new DittofeedBackend(), settings, key, MESSAGE)).isEqualTo(SendOutcome.sent());

            WebServer.Request request = server.requests().get(0);
            assertThat(request.path()).isEqualTo("/api/public/apps/track");
            assertThat(request.header("authorization")).isEqualTo("Basic a2V5");
            JsonNode body = JSON.readTree(request.body());
            assertThat(body.get("event").textValue()).isEqualTo("leaven:email/small");
            assertThat(body.get("userId").textValue()).isEqualTo("zoë.7");
            assertThat(body.at("/properties/templateKey").textValue()).isEqualTo("email/small");
            assertThat(JSON.readTree(server.requests().get(1).body()).get("messageId"))
                    .as("the same message has the same id")
                    .isEqualTo(body.get("messageId"));
            assertThat(body.get("messageId").textValue()).matches("[0-9a-f-]{36}");
        }
    }

    /** A platform says of a request that is wrong that it is wrong, and it will be wrong the next time, too. */
    @Test
    void refusalOfAPlatformIsFinal() throws Exception {
        try (WebServer server = new WebServer(request -> WebServer.Answer.status(400))) {
            Map<String, String> settings = Map.of(NovuBackend.URL, server.url(""), NovuBackend.ALLOW_PRIVATE, "true");
            assertThat(send(new NovuBackend(), settings, Map.of(NovuBackend.SECRET_VARIABLE, "key1"), MESSAGE))
                    .isEqualTo(SendOutcome.failed("HTTP 400"));
        }
    }

    private static Map<String, String> webhook(String url) {
        return Map.of(WebhookBackend.URL, url, WebhookBackend.ALLOW_PRIVATE, "true");
    }

    private static Map<String, String> secret() {
        return Map.of(WebhookBackend.SECRET_VARIABLE, SECRET);
    }

    private static SendOutcome send(
            MessageBackend backend,
            Map<String, String> settings,
            Map<String, String> environment,
            OutboundMessage message)
            throws Exception {
        // The official library verifies against the real time.
        Clock clock = settings.getOrDefault(WebhookBackend.SECRET_FILE, "").isEmpty()
                ? Clock.fixed(Instant.parse("2026-03-01T08:00:00Z"), ZoneOffset.UTC)
                : Clock.systemUTC();
        try (backend) {
            backend.open(
                    new BackendContext(new AbstractConfig(backend.settings(), settings, false), environment, 4, clock));
            return backend.send(message).toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    /** Accepts connections, reads a little, says something, and hangs up, or goes on until the client does. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket socket;

        private RawServer(String answer, boolean endless) throws Exception {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> {
                while (!socket.isClosed()) {
                    try (Socket client = socket.accept();
                            OutputStream out = client.getOutputStream()) {
                        client.getInputStream().read(new byte[8_192]);
                        out.write(answer.getBytes(StandardCharsets.UTF_8));
                        out.flush();
                        while (endless) {
                            out.write(new byte[10_000]);
                            Thread.sleep(1);
                        }
                        Thread.sleep(50);
                    } catch (java.io.IOException | InterruptedException e) {
                        // The client hung up, or the test is over.
                        continue;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private String url() {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/";
        }

        @Override
        public void close() throws java.io.IOException {
            socket.close();
        }
    }
}
