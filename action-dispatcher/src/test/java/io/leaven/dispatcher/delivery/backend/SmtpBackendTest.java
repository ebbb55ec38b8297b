package io.leaven.dispatcher.delivery.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.Actions;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.AbstractConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** Against a real SMTP server on the loopback. */
class SmtpBackendTest {

    private final Queue<MimeMessage> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile RejectException refusal;
    private SMTPServer server = SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandlerFactory(Handler::new)
            .build();

    private final class Handler implements MessageHandler {

        private Handler(MessageContext context) {}

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public String data(InputStream data) {
            try {
                received.add(new MimeMessage(Session.getInstance(new Properties()), data));
                return "kept";
            } catch (jakarta.mail.MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void done() {
            connections.incrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void mailHasTheTextsAndTheHeadersOfOneClickUnsubscription() throws Exception {
        try (SmtpBackend backend = open(Map.of())) {
            OutboundMessage message = Actions.message(
                    Actions.action("ann", 4), Map.of("subject", "Brötchen", "text", "plain", "html", "<b>rich</b>"));
            assertThat(send(backend, message)).isEqualTo(SendOutcome.sent());
            assertThat(send(backend, message)).isEqualTo(SendOutcome.sent());

            MimeMessage mail = received.poll();
            assertThat(mail.getSubject()).isEqualTo("Brötchen");
            assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ann@example.com");
            assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("Bakery <hello@bakery.example>");
            assertThat(mail.getHeader("List-Unsubscribe")).containsExactly("<https://bakery.example/unsubscribe/t>");
            assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
            Multipart parts = (Multipart) mail.getContent();
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContent()).isEqualTo("plain");
            assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<b>rich</b>");
            assertThat(received.poll().getMessageID())
                    .as("the same message has the same id")
                    .isEqualTo(mail.getMessageID())
                    .endsWith("@bakery.example>");
        }
    }

    @Test
    void manyMailsGoOverFewConnections() throws Exception {
        try (SmtpBackend backend = open(Map.of(SmtpBackend.CONNECTIONS, "3"))) {
            assertThat(backend.mostInFlight()).isEqualTo(3);
            List<CompletionStage<SendOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                outcomes.add(backend.send(
                        Actions.message(Actions.action("c" + i, 1), Map.of("subject", "s" + i, "text", "t"))));
            }
            for (CompletionStage<SendOutcome> outcome : outcomes) {
                assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS))
                        .isEqualTo(SendOutcome.sent());
            }
            assertThat(received).hasSize(60);
        }
    }

    @Test
    void refusalOfFiveHundredIsFinalAndAnyOtherIsTriedAgain() throws Exception {
        OutboundMessage message = Actions.message(Actions.action("ann", 4), Map.of("subject", "s", "text", "t"));
        try (SmtpBackend backend = open(Map.of())) {
            refusal = new RejectException(550, "no such box");
            assertThat(send(backend, message)).isInstanceOfSatisfying(SendOutcome.Failed.class, failed -> {
                assertThat(failed.reason()).as("logged").isEqualTo("SMTP 550");
                assertThat(failed.words().orElseThrow()).contains("no such box");
            });
            refusal = new RejectException(451, "greylisted");
            assertThat(send(backend, message)).isInstanceOf(SendOutcome.RetryLater.class);
            refusal = null;
            assertThat(send(backend, message)).isEqualTo(SendOutcome.sent());
            server.stop();
            assertThat(send(backend, message)).isInstanceOf(SendOutcome.RetryLater.class);
        }
        assertThat(received).hasSize(1);
    }

    @Test
    void whatCannotBeAMailFails() throws Exception {
        Map<String, String> content = Map.of("subject", "s", "text", "t");
        try (SmtpBackend backend = open(Map.of())) {
            assertThat(send(backend, Actions.message(Actions.action("a", 1, "push", "ad", 0), content)))
                    .isInstanceOf(SendOutcome.Failed.class);
            assertThat(send(backend, Actions.message(Actions.action("a", 1), Map.of("text", "t"))))
                    .isInstanceOf(SendOutcome.Failed.class);
            for (String address : new String[] {null, "not an address", "ann@example.com\r\nBcc: all@example.com"}) {
                OutboundMessage message = new OutboundMessage(
                        Actions.action("a", 1), content, Optional.ofNullable(address), Optional.empty(), 1);
                assertThat(send(backend, message))
                        .isInstanceOfSatisfying(
                                SendOutcome.Failed.class,
                                failed -> assertThat(failed.reason())
                                        .as("logged, so without the address")
                                        .isIn("the customer's profile has no address for email", "not a mail"));
            }
        }
        assertThat(received).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidAtTheStart() {
        assertThatThrownBy(() -> open(Map.of(SmtpBackend.FROM, "nobody")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(SmtpBackend.FROM);
        assertThatThrownBy(() -> open(Map.of(SmtpBackend.USER, "me")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(SmtpBackend.PASSWORD_VARIABLE);
    }

    private SmtpBackend open(Map<String, String> more) {
        if (!server.isRunning()) {
            server.start();
        }
        Map<String, String> settings = new HashMap<>(Map.of(
                SmtpBackend.HOST, "127.0.0.1",
                SmtpBackend.PORT, Integer.toString(server.getPortAllocated()),
                SmtpBackend.TLS, "none",
                SmtpBackend.FROM, "Bakery <hello@bakery.example>",
                SmtpBackend.TIMEOUT_MS, "3000"));
        settings.putAll(more);
        SmtpBackend backend = new SmtpBackend();
        backend.open(new BackendContext(
                new AbstractConfig(backend.settings(), settings, false), Map.of(), 8, Clock.systemUTC()));
        return backend;
    }

    private static SendOutcome send(SmtpBackend backend, OutboundMessage message) throws Exception {
        return backend.send(message).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
