package io.leaven.dispatcher.delivery;

import io.leaven.schemas.MessageAction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** An action that is not done. */
final class Work {

    private final ConsumerRecord<byte[], byte[]> record;
    private final MessageAction action;
    private int failures;

    Work(ConsumerRecord<byte[], byte[]> record, MessageAction action) {
        this.record = record;
        this.action = action;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    MessageAction action() {
        return action;
    }

    /** Attempts that failed since the action was read. */
    int failures() {
        return failures;
    }

    void countFailure() {
        failures++;
    }
}
