package io.leaven.enricher.step;

import io.leaven.enricher.record.BadRecord;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.rule.EventRules;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Turns the bytes of a record into a good event or decision, or says why they are none. It throws only where the record is not
 * to blame: {@link SchemaRegistryException} when the registry is out of reach.
 */
final class StepIntake {

    /** What a record is. */
    sealed interface Input {
        /** The customer's event. */
        record Event(CustomerEvent event) implements Input {}

        /** The customer's decision. */
        record Chosen(Decision decision) implements Input {}

        /** A record that cannot be used. */
        record Refused(BadRecord why) implements Input {}
    }

    private final Deserializer<CustomerEvent> events;
    private final Deserializer<Decision> decisions;

    StepIntake(Deserializer<CustomerEvent> events, Deserializer<Decision> decisions) {
        this.events = events;
        this.decisions = decisions;
    }

    Input event(String topic, byte[] key, byte[] value) {
        if (value == null) {
            return refused("NoValue", "the record has no value");
        }
        CustomerEvent event;
        try {
            event = events.deserialize(topic, value);
        } catch (RuntimeException e) {
            return new Input.Refused(BadRecord.undecodable(e));
        }
        Optional<String> broken = keyViolation(key, event.getCustomerId()).or(() -> EventRules.violation(event));
        return broken.isPresent() ? refused("EventRules", broken.get()) : new Input.Event(event);
    }

    Input decision(String topic, byte[] key, byte[] value) {
        if (value == null) {
            return refused("NoValue", "the record has no value");
        }
        Decision decision;
        try {
            decision = decisions.deserialize(topic, value);
        } catch (RuntimeException e) {
            return new Input.Refused(BadRecord.undecodable(e));
        }
        Optional<String> broken =
                keyViolation(key, decision.getCustomerId()).or(() -> DecisionRules.violation(decision));
        return broken.isPresent() ? refused("DecisionRules", broken.get()) : new Input.Chosen(decision);
    }

    /** Events and decisions meet by their record key, so it must be the customer. */
    private static Optional<String> keyViolation(byte[] key, String customerId) {
        if (key == null) {
            return Optional.of("the record has no key, it should be the customer's id");
        }
        String text = new String(key, StandardCharsets.UTF_8);
        return text.equals(customerId)
                ? Optional.empty()
                : Optional.of("the record's key is '" + text + "', but its customerId is '" + customerId + "'");
    }

    private static Input refused(String errorClass, String errorText) {
        return new Input.Refused(new BadRecord(errorClass, errorText));
    }
}
