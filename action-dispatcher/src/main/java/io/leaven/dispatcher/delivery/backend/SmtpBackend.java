package io.leaven.dispatcher.delivery.backend;

import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Sends messages of the channel {@code email} by SMTP, to the address in the customer's profile, with the texts of the templates:
 * {@code subject} and {@code text}, {@code html} or both. Each mail has {@code List-Unsubscribe} and {@code List-Unsubscribe-Post}
 * (RFC 8058, one click), and a {@code Message-ID} made from the decision's id, so that a repeat can be told.
 *
 * <p>SMTP knows no idempotency key: after a crash between the server's acceptance and the receipt, a mail may go out twice, under
 * the same {@code Message-ID}. A reply of 5xx fails for good, any other trouble is tried again.
 */
public final class SmtpBackend implements MessageBackend {

    public static final String HOST = "delivery.smtp.host";
    public static final String PORT = "delivery.smtp.port";
    public static final String TLS = "delivery.smtp.tls";
    public static final String FROM = "delivery.smtp.from";
    public static final String USER = "delivery.smtp.user";
    public static final String PASSWORD_FILE = "delivery.smtp.password.file";
    public static final String CONNECTIONS = "delivery.smtp.connections";
    public static final String TIMEOUT_MS = "delivery.smtp.timeout.ms";
    public static final String PASSWORD_VARIABLE = "LEAVEN_DELIVERY_SMTP_PASSWORD";

    private static final String EMAIL = "email";

    private Session session;
    private InternetAddress from;
    private String host;
    private String user;
    private String password;
    private int connections;
    private ExecutorService threads;
    private Clock clock;
    private final Deque<Transport> idle = new ArrayDeque<>();

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public ConfigDef settings() {
        return new ConfigDef()
                .define(HOST, Type.STRING, "localhost", Importance.HIGH, "SMTP server.")
                .define(PORT, Type.INT, 587, ConfigDef.Range.between(1, 65_535), Importance.HIGH, "Its port.")
                .define(
                        TLS,
                        Type.STRING,
                        "starttls",
                        ConfigDef.ValidString.in("starttls", "implicit", "none"),
                        Importance.HIGH,
                        "How the connection is encrypted: `starttls` (required), `implicit` from the first byte, `none`.")
                .define(FROM, Type.STRING, "", Importance.HIGH, "The sender, such as `Bakery <hello@bakery.example>`.")
                .define(USER, Type.STRING, "", Importance.MEDIUM, "User to log in as; empty for none.")
                .define(
                        PASSWORD_FILE,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "File with the user's password; empty for the one in " + PASSWORD_VARIABLE + ".")
                .define(
                        CONNECTIONS,
                        Type.INT,
                        8,
                        ConfigDef.Range.between(1, 256),
                        Importance.MEDIUM,
                        "Connections to the server, each with one mail at a time.")
                .define(
                        TIMEOUT_MS,
                        Type.INT,
                        20_000,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "Milliseconds to connect, and of silence on a connection.");
    }

    @Override
    public void open(BackendContext context) {
        String sender = context.settings().getString(FROM);
        try {
            from = new InternetAddress(sender, true);
        } catch (AddressException e) {
            throw new UserError(FROM + " '" + sender + "' is not an e-mail address: " + e.getMessage(), e);
        }
        host = context.settings().getString(HOST);
        user = context.settings().getString(USER);
        List<String> secrets = user.isEmpty() ? List.of() : context.secrets(PASSWORD_FILE, PASSWORD_VARIABLE);
        if (!user.isEmpty() && secrets.isEmpty()) {
            throw new UserError("no password for " + user + " at " + host + ": name a file by " + PASSWORD_FILE
                    + " or set " + PASSWORD_VARIABLE);
        }
        password = secrets.isEmpty() ? null : secrets.get(0);
        session = Session.getInstance(properties(context));
        clock = context.clock();
        connections = context.settings().getInt(CONNECTIONS);
        threads = Executors.newFixedThreadPool(connections, work -> {
            Thread thread = new Thread(work, "smtp");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** One mail a connection: one that waited for a connection until its time was over would be sent, and once more. */
    @Override
    public int mostInFlight() {
        return connections;
    }

    private Properties properties(BackendContext context) {
        String timeout = Integer.toString(context.settings().getInt(TIMEOUT_MS));
        String tls = context.settings().getString(TLS);
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty(
                "mail.smtp.port", Integer.toString(context.settings().getInt(PORT)));
        properties.setProperty("mail.smtp.auth", Boolean.toString(!user.isEmpty()));
        properties.setProperty("mail.smtp.connectiontimeout", timeout);
        properties.setProperty("mail.smtp.timeout", timeout);
        properties.setProperty("mail.smtp.writetimeout", timeout);
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(tls.equals("implicit")));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(tls.equals("starttls")));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(tls.equals("starttls")));
        return properties;
    }

    @Override
    public CompletionStage<SendOutcome> send(OutboundMessage message) {
        if (!message.channel().equals(EMAIL)) {
            return failed("the smtp backend sends no message by " + message.channel());
        }
        if (message.address().isEmpty()) {
            return failed("the customer's profile has no address for " + EMAIL);
        }
        if (!message.content().containsKey("subject")
                || !message.content().containsKey("text") && !message.content().containsKey("html")) {
            return failed(
                    "the template " + message.action().getTemplateKey() + " has no subject, or neither text nor html");
        }
        return CompletableFuture.supplyAsync(() -> deliver(message), threads);
    }

    private static CompletionStage<SendOutcome> failed(String reason) {
        return CompletableFuture.completedStage(SendOutcome.failed(reason));
    }

    private SendOutcome deliver(OutboundMessage message) {
        MimeMessage mail;
        try {
            mail = mail(message);
        } catch (MessagingException e) {
            return SendOutcome.failed("not a mail", e.getMessage());
        }
        Transport transport = null;
        try {
            transport = connected();
            transport.sendMessage(mail, mail.getAllRecipients());
            release(transport);
            return SendOutcome.sent();
        } catch (MessagingException e) {
            abandon(transport);
            return permanent(e)
                    .orElseGet(() ->
                            SendOutcome.retryLater(host + ": " + e.getClass().getSimpleName(), e.getMessage()));
        }
    }

    private MimeMessage mail(OutboundMessage message) throws MessagingException {
        String id = UUID.nameUUIDFromBytes(message.idempotencyKey().getBytes(StandardCharsets.UTF_8)) + "@"
                + from.getAddress().replaceFirst(".*@", "");
        MimeMessage mail = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + id + ">");
            }
        };
        mail.setFrom(from);
        mail.setRecipient(
                Message.RecipientType.TO, new InternetAddress(message.address().orElseThrow(), true));
        mail.setSubject(message.content().get("subject"), "UTF-8");
        mail.setSentDate(Date.from(clock.instant()));
        if (message.unsubscribeUrl().isPresent()) {
            mail.setHeader("List-Unsubscribe", "<" + message.unsubscribeUrl().get() + ">");
            mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        String text = message.content().get("text");
        String html = message.content().get("html");
        if (text != null && html != null) {
            MimeMultipart both = new MimeMultipart("alternative");
            both.addBodyPart(part(text, "plain"));
            both.addBodyPart(part(html, "html"));
            mail.setContent(both);
        } else {
            mail.setText(text == null ? html : text, "UTF-8", text == null ? "html" : "plain");
        }
        mail.saveChanges();
        return mail;
    }

    private static MimeBodyPart part(String text, String type) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", type);
        return part;
    }

    /** A connection that is open, one that was used before if there is one. */
    private Transport connected() throws MessagingException {
        for (Transport used = take(); used != null; used = take()) {
            if (used.isConnected()) { // asks the server by NOOP
                return used;
            }
            abandon(used);
        }
        Transport fresh = session.getTransport();
        fresh.connect(host, user.isEmpty() ? null : user, password);
        return fresh;
    }

    private synchronized Transport take() {
        return idle.poll();
    }

    private synchronized void release(Transport transport) {
        idle.push(transport);
    }

    private static void abandon(Transport transport) {
        if (transport != null) {
            try {
                transport.close();
            } catch (MessagingException e) {
                // It is given up anyhow.
                return;
            }
        }
    }

    /** The end, if the server will never take this mail: a reply of 5xx. */
    private static Optional<SendOutcome> permanent(MessagingException error) {
        for (Exception e = error; e instanceof MessagingException messaging; e = messaging.getNextException()) {
            int code = 0;
            if (e instanceof SMTPSendFailedException failed) {
                code = failed.getReturnCode();
            } else if (e instanceof SMTPAddressFailedException refused) {
                code = refused.getReturnCode();
            }
            if (code >= 500 && code < 600) {
                return Optional.of(
                        SendOutcome.failed("SMTP " + code, e.getMessage().strip()));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        if (threads == null) {
            return;
        }
        threads.shutdown();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Transport used = take(); used != null; used = take()) {
            abandon(used);
        }
    }
}
