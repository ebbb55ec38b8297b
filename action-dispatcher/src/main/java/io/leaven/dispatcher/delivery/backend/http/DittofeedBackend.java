package io.leaven.dispatcher.delivery.backend.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Tracks an event in Dittofeed for each message ({@code POST /api/public/apps/track}), which a journey there waits for. The event
 * is {@code leaven:} and the template key; {@code messageId}, Dittofeed's idempotency key, is a UUID made from the decision's id.
 */
public final class DittofeedBackend implements MessageBackend {

    public static final String URL = "delivery.dittofeed.url";
    public static final String SECRET_FILE = "delivery.dittofeed.secret.file";
    public static final String ALLOW_PRIVATE = "delivery.dittofeed.allow.private";
    public static final String SECRET_VARIABLE = "LEAVEN_DELIVERY_DITTOFEED_SECRET";

    private static final long TIMEOUT_MS = 20_000;

    private URI url;
    private String authorization;
    private HttpSender sender;

    @Override
    public String name() {
        return "dittofeed";
    }

    @Override
    public ConfigDef settings() {
        return new ConfigDef()
                .define(URL, Type.STRING, "https://app.dittofeed.com", Importance.HIGH, "Where Dittofeed's API is.")
                .define(
                        SECRET_FILE,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "File with Dittofeed's public write key, without the word Basic; empty for the one in "
                                + SECRET_VARIABLE + ".")
                .define(
                        ALLOW_PRIVATE,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether the URL may be in the own network, as with a Dittofeed of one's own.");
    }

    @Override
    public void open(BackendContext context) {
        url = HttpSettings.url(context.settings().getString(URL), URL).resolve("/api/public/apps/track");
        List<String> secrets = context.secrets(SECRET_FILE, SECRET_VARIABLE);
        if (secrets.isEmpty()) {
            throw new UserError(
                    "no write key for Dittofeed: name a file by " + SECRET_FILE + " or set " + SECRET_VARIABLE);
        }
        authorization = "Basic " + secrets.get(0);
        sender = HttpSettings.sender(context, TIMEOUT_MS, context.settings().getBoolean(ALLOW_PRIVATE), false);
    }

    @Override
    public CompletionStage<SendOutcome> send(OutboundMessage message) {
        Map<String, String> headers = Map.of("authorization", authorization, "content-type", "application/json");
        return sender.post(url, headers, track(message).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode track(OutboundMessage message) {
        ObjectNode track = JsonNodeFactory.instance.objectNode();
        track.put(
                "messageId",
                UUID.nameUUIDFromBytes(message.idempotencyKey().getBytes(StandardCharsets.UTF_8))
                        .toString());
        track.put("userId", message.customerId());
        track.put("event", "leaven:" + message.action().getTemplateKey());
        track.set("properties", HttpSettings.payload(message));
        return track;
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
    }
}
