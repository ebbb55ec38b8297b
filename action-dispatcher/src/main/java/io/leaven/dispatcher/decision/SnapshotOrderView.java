package io.leaven.dispatcher.decision;

import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.app.DeadLetters;
import io.leaven.app.TopicScan;
import io.leaven.schemas.SnapshotOrder;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the orders of their topic out on the snapshots. One that cannot be read gets a log line, a dead letter and a count. */
public final class SnapshotOrderView implements TopicScan.RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotOrderView.class);

    private final Deserializer<SnapshotOrder> deserializer;
    private final SnapshotView snapshots;
    private final Runnable recall;
    private final DeadLetters deadLetters;
    private final Consumer<ProducerRecord<byte[], byte[]>> letterBox;
    private final Tally tally;

    /**
     * @param recall run after each order: what it needs and is {@link SnapshotView#missing} may be found again
     * @param letterBox sends dead letters
     */
    public SnapshotOrderView(
            Deserializer<SnapshotOrder> deserializer,
            SnapshotView snapshots,
            Runnable recall,
            DeadLetters deadLetters,
            Consumer<ProducerRecord<byte[], byte[]>> letterBox,
            Tally tally) {
        this.deserializer = deserializer;
        this.snapshots = snapshots;
        this.recall = recall;
        this.deadLetters = deadLetters;
        this.letterBox = letterBox;
        this.tally = tally;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            SnapshotKey.parse(record.key()).ifPresent(snapshots::forgive);
            return;
        }
        try {
            snapshots.obey(deserializer.deserialize(record.topic(), record.value()));
            recall.run();
        } catch (SerializationException e) {
            LOG.error(
                    "refused the order at topic {}, partition {}, offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            tally.orderWasRefused();
            letterBox.accept(deadLetters.letter(record, e));
        }
    }
}
