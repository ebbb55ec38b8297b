package io.leaven.dispatcher.delivery.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.schemas.MessageAction;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.common.header.Headers;

/**
 * A message action as a CloudEvent 1.0. On the topic its context stands in {@code ce_} headers (the binary mode of the Kafka
 * binding) beside the Avro value; to a webhook it goes as JSON with the content.
 */
public final class ActionEvent {

    public static final String TYPE = "io.leaven.message-action.v1";
    public static final URI SOURCE = URI.create("/leaven/dispatcher");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ActionEvent() {}

    /** Adds the context of an action to the headers of its record. */
    public static void writeTo(Headers headers, MessageAction action) {
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", action.getActionId());
        add(headers, "ce_source", SOURCE.toString());
        add(headers, "ce_type", TYPE);
        add(headers, "ce_subject", action.getCustomerId());
        add(headers, "ce_time", DateTimeFormatter.ISO_INSTANT.format(action.getRequestedAt()));
        add(headers, "content-type", "application/avro");
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The event with the message as JSON. */
    public static CloudEvent of(OutboundMessage message) {
        MessageAction action = message.action();
        return CloudEventBuilder.v1()
                .withId(action.getActionId())
                .withSource(SOURCE)
                .withType(TYPE)
                .withSubject(action.getCustomerId())
                .withTime(action.getRequestedAt().atOffset(ZoneOffset.UTC))
                .withData("application/json", json(message))
                .build();
    }

    /** The message as JSON. */
    public static ObjectNode tree(OutboundMessage message) {
        MessageAction action = message.action();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("actionId", action.getActionId());
        tree.put("customerId", action.getCustomerId());
        tree.put("step", action.getStep());
        tree.put("action", action.getAction());
        tree.put("channel", action.getChannel());
        tree.put("promotion", action.getPromotion());
        tree.put("discount", action.getDiscount());
        tree.put("templateKey", action.getTemplateKey());
        if (action.getExpiresAt() != null) {
            tree.put("expiresAt", action.getExpiresAt().toString());
        }
        if (action.getSnapshot() != null) {
            tree.put("snapshot", action.getSnapshot());
        }
        message.address().ifPresent(address -> tree.put("address", address));
        message.unsubscribeUrl().ifPresent(url -> tree.put("unsubscribeUrl", url));
        if (!message.content().isEmpty()) {
            ObjectNode content = tree.putObject("content");
            message.content().forEach(content::put);
        }
        return tree;
    }

    private static byte[] json(OutboundMessage message) {
        try {
            return JSON.writeValueAsBytes(tree(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers are always JSON", e);
        }
    }
}
