package io.leaven.dispatcher.delivery.backend.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.event.ActionEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** What the backends over HTTP have in common. */
final class HttpSettings {

    private HttpSettings() {}

    /** @throws UserError if it is not a URL of http or https; the text is not repeated, since it may hold a key */
    static URI url(String text, String key) {
        if (text.isEmpty()) {
            throw new UserError(key + " is not set: it says where messages are posted");
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new UserError(key + " is not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
        }
        if (url.getRawUserInfo() != null) {
            throw new UserError(key + " holds a user or a password, which no request would carry; leave them out");
        }
        if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
            return url;
        }
        throw new UserError(key + " is not a URL of http or https with a host");
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
