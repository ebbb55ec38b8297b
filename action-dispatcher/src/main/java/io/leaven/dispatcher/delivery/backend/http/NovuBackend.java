package io.leaven.dispatcher.delivery.backend.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Triggers a Novu workflow for each message ({@code POST /v1/events/trigger}): the workflow is named by the template key, with
 * {@code -} for {@code /}; the subscriber is the customer. {@code transactionId} and the header {@code Idempotency-Key} are the
 * decision's id.
 */
public final class NovuBackend implements MessageBackend {

    public static final String URL = "delivery.novu.url";
    public static final String SECRET_FILE = "delivery.novu.secret.file";
    public static final String ALLOW_PRIVATE = "delivery.novu.allow.private";
    public static final String SECRET_VARIABLE = "LEAVEN_DELIVERY_NOVU_SECRET";

    private final JsonApi api = new JsonApi("Novu", new JsonApi.Keys(URL, SECRET_FILE, ALLOW_PRIVATE, SECRET_VARIABLE));

    @Override
    public String name() {
        return "novu";
    }

    @Override
    public ConfigDef settings() {
        return api.settings("https://api.novu.co", "secret key");
    }

    @Override
    public void open(BackendContext context) {
        api.open(context, "/v1/events/trigger", "ApiKey");
    }

    @Override
    public CompletionStage<SendOutcome> send(OutboundMessage message) {
        return api.post(
                Map.of("Idempotency-Key", WebhookBackend.headerSafe(message.idempotencyKey())), trigger(message));
    }

    private static ObjectNode trigger(OutboundMessage message) {
        ObjectNode trigger = JsonNodeFactory.instance.objectNode();
        trigger.put("name", message.action().getTemplateKey().replace('/', '-'));
        trigger.putObject("to").put("subscriberId", message.customerId());
        trigger.put("transactionId", message.idempotencyKey());
        trigger.set("payload", HttpSettings.payload(message));
        return trigger;
    }

    @Override
    public void close() {
        api.close();
    }
}
