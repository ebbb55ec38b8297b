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
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

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

    private static final long TIMEOUT_MS = 20_000;

    private URI url;
    private String authorization;
    private HttpSender sender;

    @Override
    public String name() {
        return "novu";
    }

    @Override
    public ConfigDef settings() {
        return new ConfigDef()
                .define(URL, Type.STRING, "https://api.novu.co", Importance.HIGH, "Where Novu's API is.")
                .define(
                        SECRET_FILE,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "File with Novu's secret key; empty for the one in " + SECRET_VARIABLE + ".")
                .define(
                        ALLOW_PRIVATE,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether the URL may be in the own network, as with a Novu of one's own.");
    }

    @Override
    public void open(BackendContext context) {
        url = HttpSettings.url(context.settings().getString(URL), URL).resolve("/v1/events/trigger");
        List<String> secrets = context.secrets(SECRET_FILE, SECRET_VARIABLE);
        if (secrets.isEmpty()) {
            throw new UserError("no key for Novu: name a file by " + SECRET_FILE + " or set " + SECRET_VARIABLE);
        }
        authorization = "ApiKey " + secrets.get(0);
        sender = HttpSettings.sender(context, TIMEOUT_MS, context.settings().getBoolean(ALLOW_PRIVATE), false);
    }

    @Override
    public CompletionStage<SendOutcome> send(OutboundMessage message) {
        Map<String, String> headers = Map.of(
                "authorization",
                authorization,
                "content-type",
                "application/json",
                "Idempotency-Key",
                WebhookBackend.headerSafe(message.idempotencyKey()));
        return sender.post(url, headers, trigger(message).toString().getBytes(StandardCharsets.UTF_8));
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
        if (sender != null) {
            sender.close();
        }
    }
}
