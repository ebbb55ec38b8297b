package io.leaven.enricher.step;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Writes a {@link Deadline} as eight bytes of time and four of step, big-endian, then the customer: bytes in order of time. */
final class DeadlineSerde implements Serde<Deadline> {

    private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

    @Override
    public Serializer<Deadline> serializer() {
        return (topic, deadline) -> {
            byte[] customer = deadline.customerId().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(HEADER_BYTES + customer.length)
                    .putLong(deadline.at())
                    .putInt(deadline.step())
                    .put(customer)
                    .array();
        };
    }

    @Override
    public Deserializer<Deadline> deserializer() {
        return (topic, bytes) -> {
            if (bytes.length < HEADER_BYTES) {
                throw new SerializationException(
                        "a deadline has " + HEADER_BYTES + " bytes at least, not " + bytes.length);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long at = buffer.getLong();
            int step = buffer.getInt();
            return new Deadline(at, StandardCharsets.UTF_8.decode(buffer).toString(), step);
        };
    }
}
