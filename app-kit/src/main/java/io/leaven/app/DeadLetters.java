package io.leaven.app;

import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes dead letters: records that could not be used, as they came, with the reason. */
public final class DeadLetters {

    private final Connection connection;
    private final String app;
    private final Clock clock;

    /** @param app who refuses the records, such as {@code enricher} */
    public DeadLetters(Connection connection, String app, Clock clock) {
        this.connection = connection;
        this.app = app;
        this.clock = clock;
    }

    /** The record for the dead-letter topic. */
    public ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> refused, Throwable reason) {
        String text = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        return letter(refused, reason.getClass().getSimpleName(), text);
    }

    /** The record for the dead-letter topic, with a reason in words. */
    public ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> refused, String errorClass, String errorText) {
        DeadLetter letter = DeadLetter.newBuilder()
                .setSourceTopic(refused.topic())
                .setSourcePartition(refused.partition())
                .setSourceOffset(refused.offset())
                .setApp(app)
                .setKey(refused.key() == null ? null : ByteBuffer.wrap(refused.key()))
                .setValue(refused.value() == null ? null : ByteBuffer.wrap(refused.value()))
                .setErrorClass(errorClass)
                .setErrorText(errorText)
                .setRefusedAt(clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS))
                .build();
        String key = refused.topic() + "-" + refused.partition() + "@" + refused.offset();
        return connection.record(Topics.DEAD_LETTERS, key, letter, null);
    }
}
