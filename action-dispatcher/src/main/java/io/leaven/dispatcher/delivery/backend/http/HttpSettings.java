package io.leaven.dispatcher.delivery.backend.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.event.ActionEvent;
import java.net.URI;
import java.time.Duration;

/** What the backends over HTTP have in common. */
final class HttpSettings {

    private HttpSettings() {}

    /** @throws UserError if it is not a URL of http or https */
    static URI url(String text, String key) {
        if (text.isEmpty()) {
            throw new UserError(key + " is not set: it says where messages are posted");
        }
        try {
            URI url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new UserError(key + " '" + text + "' is not a URL: " + e.getMessage(), e);
        }
        throw new UserError(key + " '" + text + "' is not a URL of http or https with a host");
    }

    /** A message as JSON, as a webhook's event has it. */
    static ObjectNode payload(OutboundMessage message) {
        return ActionEvent.tree(message);
    }

    static HttpSender sender(BackendContext context, long timeoutMs, boolean allowPrivate, boolean retryRefusals) {
        return new HttpSender(
                context.inFlight(), Duration.ofMillis(timeoutMs), allowPrivate, retryRefusals, context.clock());
    }
}
