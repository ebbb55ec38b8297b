package io.leaven.app;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Customers whose newest record on {@code customer-profiles} is a tombstone: nothing is learned or told of them any more. Fed by one
 * thread, asked by any.
 */
public final class ErasedCustomers implements TopicScan.RecordHandler {

    private final Set<ByteBuffer> erased = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            erased.add(ByteBuffer.wrap(record.key()));
        } else {
            erased.remove(ByteBuffer.wrap(record.key()));
        }
    }

    /** @param key of a record that is keyed by customer; may be null */
    public boolean contains(byte[] key) {
        return key != null && erased.contains(ByteBuffer.wrap(key));
    }
}
