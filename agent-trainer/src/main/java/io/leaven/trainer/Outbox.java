package io.leaven.trainer;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends records, and does not let a failed one go unnoticed. For one thread. */
final class Outbox {

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Outbox(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Sends a record and goes on; {@link #check} tells if it failed. */
    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    /**
     * Sends a record after all that were sent before, and waits until it is kept.
     *
     * @throws KafkaException if it, or one before it, could not be
     */
    void sendAndWait(ProducerRecord<byte[], byte[]> record) {
        producer.flush();
        check();
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw failed(record.topic(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(record.topic(), e);
        }
    }

    /** @throws KafkaException if a record could not be sent */
    void check() {
        Exception exception = failure.get();
        if (exception != null) {
            throw failed("dead letters", exception);
        }
    }

    private static KafkaException failed(String where, Throwable cause) {
        return new KafkaException("cannot write to " + where + ": " + cause.getMessage(), cause);
    }
}
