package io.leaven.enricher.step;

import io.leaven.app.Connection;
import io.leaven.enricher.record.BadRecord;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.rule.EventRules;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Turns a record of any of the topics into what it means for the steps, or says why it cannot be used. It throws only where the
 * record is not to blame: {@link SchemaRegistryException} when the registry is out of reach.
 */
final class StepIntake {

    /** What a record is. */
    sealed interface Input {
        /** The customer's event. */
        record Event(CustomerEvent event) implements Input {}

        /** The customer's decision. */
        record Chosen(Decision decision) implements Input {}

        /** The message of that step was opened or clicked. */
        record Engaged(int step, DeliveryReceipt receipt) implements Input {}

        /** The customer is to be forgotten. */
        record Erased(String customerId) implements Input {}

        /** Of no meaning for the steps. */
        record Nothing() implements Input {}

        /** A record that cannot be used. */
        record Refused(BadRecord why) implements Input {}
    }

    /** Reads a record's key and value. */
    private interface Reader {
        Input read(String topic, byte[] key, byte[] value);
    }

    private final Map<String, Reader> readers;

    StepIntake(Connection connection) {
        Deserializer<CustomerEvent> events = connection.serdes().deserializer(CustomerEvent.class);
        Deserializer<Decision> decisions = connection.serdes().deserializer(Decision.class);
        Deserializer<DeliveryReceipt> receipts = connection.serdes().deserializer(DeliveryReceipt.class);
        this.readers = Map.of(
                connection.name(Topics.CUSTOMER_EVENTS),
                (topic, key, value) -> read(topic, value, events, event -> event(key, event)),
                connection.name(Topics.DECISIONS),
                (topic, key, value) -> read(topic, value, decisions, decision -> decision(key, decision)),
                connection.name(Topics.DELIVERY_RECEIPTS),
                (topic, key, value) -> read(topic, value, receipts, receipt -> receipt(key, receipt)),
                connection.name(Topics.CUSTOMER_PROFILES),
                (topic, key, value) -> profile(key, value));
    }

    Input read(String topic, byte[] key, byte[] value) {
        return readers.get(topic).read(topic, key, value);
    }

    private static <V extends SpecificRecord> Input read(
            String topic, byte[] value, Deserializer<V> deserializer, Function<V, Input> meaning) {
        if (value == null) {
            return new Input.Refused(new BadRecord("NoValue", "the record has no value"));
        }
        V record;
        try {
            record = deserializer.deserialize(topic, value);
        } catch (RuntimeException e) {
            return new Input.Refused(BadRecord.undecodable(e));
        }
        return meaning.apply(record);
    }

    private static Input event(byte[] key, CustomerEvent event) {
        Optional<String> broken = keyViolation(key, event.getCustomerId()).or(() -> EventRules.violation(event));
        return broken.isPresent() ? refused("EventRules", broken.get()) : new Input.Event(event);
    }

    private static Input decision(byte[] key, Decision decision) {
        Optional<String> broken =
                keyViolation(key, decision.getCustomerId()).or(() -> DecisionRules.violation(decision));
        return broken.isPresent() ? refused("DecisionRules", broken.get()) : new Input.Chosen(decision);
    }

    private static Input receipt(byte[] key, DeliveryReceipt receipt) {
        Optional<String> broken = keyViolation(key, receipt.getCustomerId());
        Optional<Integer> step = ReceiptRules.step(receipt);
        if (broken.isPresent() || step.isEmpty()) {
            return refused(
                    "ReceiptRules",
                    broken.orElseGet(() -> "actionId is '" + receipt.getActionId() + "', it should be '"
                            + receipt.getCustomerId() + ":' and a step"));
        }
        boolean engaged = receipt.getStatus() == DeliveryStatus.OPENED || receipt.getStatus() == DeliveryStatus.CLICKED;
        return engaged ? new Input.Engaged(step.get(), receipt) : new Input.Nothing();
    }

    /** A profile without a value erases its customer; what else profiles say is the dispatcher's to know. */
    private static Input profile(byte[] key, byte[] value) {
        return key != null && value == null
                ? new Input.Erased(new String(key, StandardCharsets.UTF_8))
                : new Input.Nothing();
    }

    /** All records of a customer meet by their key, so it must be the customer. */
    private static Optional<String> keyViolation(byte[] key, String customerId) {
        if (key == null) {
            return Optional.of("the record has no key, it should be the customer's id");
        }
        String text = new String(key, StandardCharsets.UTF_8);
        return text.equals(customerId)
                ? Optional.empty()
                : Optional.of("the record's key is '" + text + "', but its customerId is '" + customerId + "'");
    }

    private static Input refused(String rules, String broken) {
        return new Input.Refused(BadRecord.byRule(rules, broken));
    }
}
