package io.leaven.dispatcher.delivery;

import io.leaven.schemas.MessageAction;
import java.util.Map;
import java.util.Optional;

/**
 * A message as a backend gets it.
 *
 * @param action what was decided
 * @param content the rendered parts by name ({@code subject}, {@code title}, {@code text}, {@code html}); empty where there
 *     are no templates, and the backend has its own
 * @param address of the customer on the message's channel, if a profile names one
 * @param unsubscribeUrl where one click ends messages by this channel, if receipts are set up
 * @param attempt 1 at first; counted anew after a restart
 */
public record OutboundMessage(
        MessageAction action,
        Map<String, String> content,
        Optional<String> address,
        Optional<String> unsubscribeUrl,
        int attempt) {

    public OutboundMessage {
        content = Map.copyOf(content);
    }

    /** The decision's id: the same whenever this message is sent. */
    public String idempotencyKey() {
        return action.getActionId();
    }

    public String customerId() {
        return action.getCustomerId();
    }

    public String channel() {
        return action.getChannel();
    }
}
