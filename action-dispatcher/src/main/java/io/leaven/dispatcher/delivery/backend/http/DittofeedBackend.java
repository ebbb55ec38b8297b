package io.leaven.dispatcher.delivery.backend.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Tracks an event in Dittofeed for each message ({@code POST /api/public/apps/track}), which a journey there waits for. The event
 * is {@code leaven:} and the template key; {@code messageId}, Dittofeed's idempotency key, is a UUID made from the decision's id.
 */
public final class DittofeedBackend implements MessageBackend {

    public static final String URL = "delivery.dittofeed.url";
    public static final String SECRET_FILE = "delivery.dittofeed.secret.file";
    public static final String ALLOW_PRIVATE = "delivery.dittofeed.allow.private";
    public static final String SECRET_VARIABLE = "LEAVEN_DELIVERY_DITTOFEED_SECRET";

    private final JsonApi api =
            new JsonApi("Dittofeed", new JsonApi.Keys(URL, SECRET_FILE, ALLOW_PRIVATE, SECRET_VARIABLE));

    @Override
    public String name() {
        return "dittofeed";
    }

    @Override
    public ConfigDef settings() {
        return api.settings("https://app.dittofeed.com", "public write key, without the word Basic");
    }

    @Override
    public void open(BackendContext context) {
        api.open(context, "/api/public/apps/track", "Basic");
    }

    @Override
    public CompletionStage<SendOutcome> send(OutboundMessage message) {
        return api.post(Map.of(), track(message));
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
        api.close();
    }
}
