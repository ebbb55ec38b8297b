package io.leaven.trainer;

import io.leaven.app.TopicScan;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.ReplayPosition;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out from the snapshots topic where the trainer before this one stood. The version comes from the key alone, so that
 * one whose value was deleted or cannot be read is not used twice.
 */
final class SnapshotHistory implements TopicScan.RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotHistory.class);

    private final String keyPrefix;
    private final String replay;
    private final Deserializer<AgentSnapshot> deserializer;
    private long version;
    private Map<Integer, Long> positions = Map.of();
    private boolean elsewhere;

    /**
     * @param agent whose snapshots count
     * @param replay what the trainer reads, as {@link TrainerSettings#REPLAY}
     */
    SnapshotHistory(String agent, String replay, Deserializer<AgentSnapshot> deserializer) {
        this.keyPrefix = agent + "/";
        this.replay = replay;
        this.deserializer = deserializer;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!key.startsWith(keyPrefix) || !key.substring(keyPrefix.length()).matches("\\d{1,18}")) {
            return;
        }
        version = Math.max(version, Long.parseLong(key.substring(keyPrefix.length())));
        if (record.value() == null) {
            return;
        }
        try {
            AgentSnapshot snapshot = deserializer.deserialize(record.topic(), record.value());
            positions = byPartition(snapshot.getPositions());
            elsewhere = !replay.equals(snapshot.getSettings().getOrDefault(TrainerSettings.REPLAY, ""));
        } catch (SerializationException e) {
            LOG.warn(
                    "cannot read the snapshot {} at topic {}, partition {}, offset {}: {}",
                    key,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private static Map<Integer, Long> byPartition(List<ReplayPosition> positions) {
        Map<Integer, Long> found = new HashMap<>();
        positions.forEach(position -> found.put(position.getPartition(), position.getOffset()));
        return found;
    }

    /**
     * Where to go on. The positions of a trainer that read another topic say nothing of this one: then all that it holds now counts as
     * known, so that no agent that saw half of it takes the place of one that saw all.
     *
     * @param ends of the replay topic now, by partition: no position lies beyond, even if the topic was made anew
     */
    Resume resume(Map<Integer, Long> ends) {
        if (elsewhere) {
            return new Resume(version, ends);
        }
        Map<Integer, Long> within = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (ends.containsKey(partition)) {
                within.put(partition, Math.min(position, ends.get(partition)));
            }
        });
        return new Resume(version, within);
    }
}
