package io.leaven.dispatcher.delivery;

import io.leaven.schemas.MessageAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads actions from their records. */
final class ActionReader {

    private final Deserializer<MessageAction> deserializer;

    ActionReader(Deserializer<MessageAction> deserializer) {
        this.deserializer = deserializer;
    }

    /**
     * @throws SerializationException if the value is no action
     * @throws IllegalArgumentException if there is none, or the record's key is not its customer
     */
    MessageAction read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        MessageAction action = deserializer.deserialize(record.topic(), record.value());
        if (!Arrays.equals(record.key(), action.getCustomerId().getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException(
                    "the record's key is not its customerId '" + action.getCustomerId() + "'");
        }
        return action;
    }
}
