package io.leaven.dispatcher.delivery.backend.http;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import io.leaven.dispatcher.delivery.event.ActionEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Posts each message to one URL as a CloudEvent 1.0 in JSON, structured or binary, signed as the Standard Webhooks
 * specification says. A 2xx answer means sent, 410 ends delivery, anything else is tried again by the schedule.
 */
public final class WebhookBackend implements MessageBackend {

    public static final String URL = "delivery.webhook.url";
    public static final String MODE = "delivery.webhook.mode";
    public static final String SECRET_FILE = "delivery.webhook.secret.file";
    public static final String ALLOW_PRIVATE = "delivery.webhook.allow.private";
    public static final String TIMEOUT_MS = "delivery.webhook.timeout.ms";

    /** The environment variable with secrets, where no file is named. */
    public static final String SECRET_VARIABLE = "LEAVEN_DELIVERY_WEBHOOK_SECRET";

    private static final String STRUCTURED = "structured";

    private URI url;
    private boolean structured;
    private WebhookSignature signature;
    private HttpSender sender;
    private Clock clock;

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public ConfigDef settings() {
        return new ConfigDef()
                .define(URL, Type.STRING, "", Importance.HIGH, "Where messages are posted.")
                .define(
                        MODE,
                        Type.STRING,
                        STRUCTURED,
                        ConfigDef.ValidString.in(STRUCTURED, "binary"),
                        Importance.LOW,
                        "CloudEvents mode: `structured` is all in one JSON body, `binary` has its context in `ce-` headers.")
                .define(
                        SECRET_FILE,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "File of secrets to sign with, one a line, the newest first (`whsec_` and Base64 of 24 to 64 bytes); empty"
                                + " for those in " + SECRET_VARIABLE + ".")
                .define(
                        ALLOW_PRIVATE,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether the URL may be in the own network: loopback, private and link-local addresses.")
                .define(
                        TIMEOUT_MS,
                        Type.LONG,
                        20_000L,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "Milliseconds to connect, and of silence on a connection.");
    }

    @Override
    public void open(BackendContext context) {
        url = HttpSettings.url(context.settings().getString(URL), URL);
        structured = context.settings().getString(MODE).equals(STRUCTURED);
        clock = context.clock();
        List<String> secrets = context.secrets(SECRET_FILE, SECRET_VARIABLE);
        if (secrets.isEmpty()) {
            throw new UserError("webhooks are signed, but there is no secret: name a file by " + SECRET_FILE
                    + " or set " + SECRET_VARIABLE);
        }
        try {
            signature = new WebhookSignature(secrets);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
        sender = HttpSettings.sender(
                context,
                context.settings().getLong(TIMEOUT_MS),
                context.settings().getBoolean(ALLOW_PRIVATE),
                true);
    }

    @Override
    public CompletionStage<SendOutcome> send(OutboundMessage message) {
        CloudEvent event = ActionEvent.of(message);
        Map<String, String> headers = new LinkedHashMap<>();
        byte[][] body = new byte[1][];
        MessageWriter<?, ?> writer = HttpMessageFactory.createWriter(headers::put, bytes -> body[0] = bytes);
        if (structured) {
            writer.writeStructured(event, JsonFormat.CONTENT_TYPE);
        } else {
            writer.writeBinary(event);
        }
        String id = headerSafe(message.idempotencyKey());
        Instant now = clock.instant();
        headers.put(WebhookSignature.ID, id);
        headers.put(WebhookSignature.TIMESTAMP, Long.toString(now.getEpochSecond()));
        headers.put(WebhookSignature.SIGNATURE, signature.sign(id, now, body[0]));
        return sender.post(url, headers, body[0]);
    }

    /** Percent-encodes what a header cannot carry, and the full stop, which separates the parts of what is signed. */
    static String headerSafe(String id) {
        StringBuilder safe = new StringBuilder(id.length());
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '.' && b != '%') {
                safe.append((char) b);
            } else {
                safe.append('%').append(String.format("%02X", b & 0xff));
            }
        }
        return safe.toString();
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
    }
}
