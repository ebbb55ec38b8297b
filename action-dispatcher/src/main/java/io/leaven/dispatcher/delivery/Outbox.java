package io.leaven.dispatcher.delivery;

import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes records and tells when each one is on the broker. Used by the delivery thread only. */
final class Outbox {

    private final Producer<byte[], byte[]> producer;
    private final Mailbox mailbox;
    private int unwritten;
    private KafkaException failure;

    /** @param producer stays open */
    Outbox(Producer<byte[], byte[]> producer, Mailbox mailbox) {
        this.producer = producer;
        this.mailbox = mailbox;
    }

    /** @param written run on the delivery thread when the record is on the broker */
    void write(ProducerRecord<byte[], byte[]> record, Runnable written) {
        unwritten++;
        producer.send(
                record,
                (metadata, e) -> mailbox.post(() -> {
                    unwritten--;
                    if (e == null) {
                        written.run();
                    } else {
                        failure = new KafkaException("cannot write to topic " + record.topic(), e);
                    }
                }));
    }

    /** Records that are not on the broker yet. */
    int unwritten() {
        return unwritten;
    }

    /** Set once a record could not be written. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }
}
