package io.leaven.dispatcher.decision;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.Lineup;
import io.leaven.agent.live.ShadowChoice;
import io.leaven.agent.live.SnapshotShelf;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.app.DeadLetters;
import io.leaven.app.TopicScan;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.SnapshotOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of the topic that can be read, are finite and were made for this catalogue, and which of them decides: see
 * {@link SnapshotShelf}. Any other is refused with a log line, a dead letter and a count. One that the trainer's gate refused is
 * left aside, with a log line and a count of its own. A registry that fails is no fault of a snapshot: that ends the follower.
 * Fed by the followers of two topics, asked by any thread.
 */
public final class SnapshotView implements TopicScan.RecordHandler {

    /** Beside those that orders name. */
    private static final int KEPT = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotView.class);

    private final Deserializer<AgentSnapshot> deserializer;
    private final ActionCatalogue catalogue;
    private final DeadLetters deadLetters;
    private final Consumer<ProducerRecord<byte[], byte[]>> letterBox;
    private final Tally tally;
    private final ShadowChoice shadow;
    private final SnapshotCodec codec = new SnapshotCodec();
    private final SnapshotShelf shelf = new SnapshotShelf(KEPT);
    private volatile Lineup lineup = Lineup.EMPTY;

    /** @param letterBox sends dead letters */
    public SnapshotView(
            Deserializer<AgentSnapshot> deserializer,
            ActionCatalogue catalogue,
            DeadLetters deadLetters,
            Consumer<ProducerRecord<byte[], byte[]>> letterBox,
            Tally tally,
            ShadowChoice shadow) {
        this.deserializer = deserializer;
        this.catalogue = catalogue;
        this.deadLetters = deadLetters;
        this.letterBox = letterBox;
        this.tally = tally;
        this.shadow = shadow;
    }

    /** The one that decides; none before the first good one. */
    public Optional<Snapshot> live() {
        return lineup.live();
    }

    /** Which snapshot has which part now. */
    public Lineup lineup() {
        return lineup;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            SnapshotKey.parse(record.key())
                    .ifPresent(key -> change(() -> shelf.remove(key.agent(), key.version()), "no longer kept"));
            return;
        }
        try {
            Snapshot snapshot = codec.decode(deserializer.deserialize(record.topic(), record.value()), catalogue);
            if (snapshot.isRefused()) {
                tally.snapshotHeldBack();
            }
            LOG.info(
                    "snapshot {} ({} at {} gradient steps{}) from topic {}, partition {}, offset {}",
                    snapshot.id(),
                    snapshot.algorithm(),
                    snapshot.provenance().gradientSteps(),
                    snapshot.isRefused()
                            ? "; refused: " + snapshot.verdict().orElseThrow().getReason()
                            : "",
                    record.topic(),
                    record.partition(),
                    record.offset());
            change(() -> shelf.put(record.offset(), snapshot), "new on the topic");
        } catch (SerializationException | InvalidSnapshotException e) {
            refuse(record, e);
        }
    }

    /** Takes an order. */
    void obey(SnapshotOrder order) {
        change(() -> shelf.obey(order), order.getKind() + " by " + order.getOrderedBy() + ": " + order.getReason());
    }

    /** See {@link SnapshotShelf#missing}. */
    public List<SnapshotKey> missing() {
        synchronized (shelf) {
            return shelf.missing();
        }
    }

    /** Told that the roll-back of a version was taken back. */
    void forgive(SnapshotKey key) {
        change(() -> shelf.forgive(key.agent(), key.version()), "its roll-back was taken back");
    }

    /** Takes a record of the topic that was read before and may be forgotten by now. */
    public void recalled(ConsumerRecord<byte[], byte[]> record) {
        try {
            Snapshot snapshot = codec.decode(deserializer.deserialize(record.topic(), record.value()), catalogue);
            change(() -> shelf.put(record.offset(), snapshot), "needed again");
        } catch (SerializationException | InvalidSnapshotException e) {
            LOG.warn("the snapshot at offset {} cannot be used: {}", record.offset(), e.getMessage());
        }
    }

    private void change(Runnable how, String why) {
        synchronized (shelf) {
            how.run();
            Lineup next = shelf.lineup(shadow);
            String before = lineup.live().map(Snapshot::id).orElse("none");
            String after = next.live().map(Snapshot::id).orElse("none");
            lineup = next;
            if (!before.equals(after)) {
                LOG.info("snapshot {} decides now, after {}: {}", after, before, why);
            }
        }
    }

    private void refuse(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        LOG.error(
                "refused the snapshot at topic {}, partition {}, offset {}, deciding goes on with {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                live().map(Snapshot::id).orElse("none"),
                reason.getMessage());
        tally.snapshotRefused();
        letterBox.accept(deadLetters.letter(record, reason));
    }
}
