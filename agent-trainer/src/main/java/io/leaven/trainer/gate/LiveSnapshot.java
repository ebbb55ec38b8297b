package io.leaven.trainer.gate;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.TopicScan;
import io.leaven.schemas.AgentSnapshot;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out from the snapshots topic which one is live: the last of the agent that can act and was not refused. */
public final class LiveSnapshot implements TopicScan.RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSnapshot.class);

    private final String agent;
    private final Deserializer<AgentSnapshot> deserializer;
    private final ActionCatalogue catalogue;
    private final SnapshotCodec codec = new SnapshotCodec();
    private Optional<Snapshot> live = Optional.empty();

    /** @param agent whose snapshots count */
    public LiveSnapshot(String agent, Deserializer<AgentSnapshot> deserializer, ActionCatalogue catalogue) {
        this.agent = agent;
        this.deserializer = deserializer;
        this.catalogue = catalogue;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            Snapshot snapshot = codec.decode(deserializer.deserialize(record.topic(), record.value()), catalogue);
            if (snapshot.agent().equals(agent) && !snapshot.isRefused()) {
                live = Optional.of(snapshot);
            }
        } catch (SerializationException | InvalidSnapshotException e) {
            LOG.warn(
                    "the snapshot at topic {}, partition {}, offset {} cannot be live: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    /** Empty if there is none. */
    public Optional<Snapshot> live() {
        return live;
    }
}
