package io.leaven.dispatcher.delivery;

import io.leaven.schemas.MessageAction;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Message actions for tests. */
public final class Actions {

    public static final Instant TIME = Instant.parse("2026-03-01T08:00:00Z");

    private Actions() {}

    public static MessageAction action(String customer, int step) {
        return action(customer, step, "email", "small", 0.15);
    }

    public static MessageAction action(String customer, int step, String channel, String promotion, double discount) {
        return new MessageAction(
                customer + ":" + step,
                customer,
                step,
                TIME,
                2,
                channel,
                promotion,
                discount,
                channel + "/" + promotion,
                null,
                "dqn/7",
                null);
    }

    public static OutboundMessage message(MessageAction action, Map<String, String> content) {
        return new OutboundMessage(
                action,
                content,
                Optional.of("ann@example.com"),
                Optional.of("https://bakery.example/unsubscribe/t"),
                1);
    }
}
