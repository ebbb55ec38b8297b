package io.leaven.dispatcher.decision;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.DeadLetters;
import io.leaven.app.TopicScan;
import io.leaven.schemas.AgentSnapshot;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest good snapshot: the last on the topic that can be read, is finite and was made for this catalogue. Any other is
 * refused with a log line, a dead letter and a count, and the one before it stays. A tombstone only says that an old version
 * is no longer kept. One that the trainer's gate refused is left aside, with a log line and a count of its own. A registry that fails is no fault of a snapshot: that ends the follower. Fed by one thread, asked by any.
 */
public final class SnapshotView implements TopicScan.RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotView.class);

    private final Deserializer<AgentSnapshot> deserializer;
    private final ActionCatalogue catalogue;
    private final DeadLetters deadLetters;
    private final Consumer<ProducerRecord<byte[], byte[]>> letterBox;
    private final Tally tally;
    private final SnapshotCodec codec = new SnapshotCodec();
    private volatile Snapshot newest;

    /** @param letterBox sends dead letters */
    public SnapshotView(
            Deserializer<AgentSnapshot> deserializer,
            ActionCatalogue catalogue,
            DeadLetters deadLetters,
            Consumer<ProducerRecord<byte[], byte[]>> letterBox,
            Tally tally) {
        this.deserializer = deserializer;
        this.catalogue = catalogue;
        this.deadLetters = deadLetters;
        this.letterBox = letterBox;
        this.tally = tally;
    }

    /** None before the first good one. */
    public Optional<Snapshot> newest() {
        return Optional.ofNullable(newest);
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            Snapshot snapshot = codec.decode(deserializer.deserialize(record.topic(), record.value()), catalogue);
            if (snapshot.isRefused()) {
                holdBack(snapshot);
                return;
            }
            newest = snapshot;
            LOG.info(
                    "snapshot {} ({} at {} gradient steps) from topic {}, partition {}, offset {}",
                    snapshot.id(),
                    snapshot.algorithm(),
                    snapshot.provenance().gradientSteps(),
                    record.topic(),
                    record.partition(),
                    record.offset());
        } catch (SerializationException | InvalidSnapshotException e) {
            refuse(record, e);
        }
    }

    /** It is whole and was published on purpose: counted and told of, but nobody's mistake. */
    private void holdBack(Snapshot snapshot) {
        tally.snapshotHeldBack();
        LOG.info(
                "snapshot {} does not decide, deciding goes on with {}: {}",
                snapshot.id(),
                newest().map(Snapshot::id).orElse("none"),
                snapshot.verdict().orElseThrow().getReason());
    }

    private void refuse(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        LOG.error(
                "refused the snapshot at topic {}, partition {}, offset {}, deciding goes on with {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                newest().map(Snapshot::id).orElse("none"),
                reason.getMessage());
        tally.snapshotRefused();
        letterBox.accept(deadLetters.letter(record, reason));
    }
}
