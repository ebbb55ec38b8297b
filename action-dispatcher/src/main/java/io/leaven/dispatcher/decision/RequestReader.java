package io.leaven.dispatcher.decision;

import io.leaven.schemas.DecisionRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads requests from the bytes on the topic and holds them to {@link RequestRules}. */
final class RequestReader {

    private final Deserializer<DecisionRequest> deserializer;
    private final RequestRules rules;

    RequestReader(Deserializer<DecisionRequest> deserializer, RequestRules rules) {
        this.deserializer = deserializer;
        this.rules = rules;
    }

    /**
     * The request that a record holds.
     *
     * @throws InvalidRequestException if it holds none that can be answered
     * @throws io.leaven.schemas.registry.SchemaRegistryException if the registry fails, which is no fault of the record
     */
    DecisionRequest read(ConsumerRecord<byte[], byte[]> record) throws InvalidRequestException {
        if (record.value() == null) {
            throw new InvalidRequestException("the record has no value");
        }
        DecisionRequest request = decode(record);
        Optional<String> broken = rules.broken(request);
        if (broken.isPresent()) {
            throw InvalidRequestException.byRule(broken.get());
        }
        if (!Arrays.equals(record.key(), request.getCustomerId().getBytes(StandardCharsets.UTF_8))) {
            throw InvalidRequestException.byRule(
                    "the record's key is not its customerId '" + request.getCustomerId() + "'");
        }
        return request;
    }

    private DecisionRequest decode(ConsumerRecord<byte[], byte[]> record) throws InvalidRequestException {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }
}
