package io.leaven.dispatcher;

import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.schemas.topic.Topics;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the snapshots topic once more for what an order needs and what is so old that it was forgotten. */
final class SnapshotRecall {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRecall.class);

    private final Connection connection;
    private final TopicScan.RecordHandler found;

    /** @param found told of the records that are looked for */
    SnapshotRecall(Connection connection, TopicScan.RecordHandler found) {
        this.connection = connection;
        this.found = found;
    }

    void find(Collection<SnapshotKey> missing) {
        if (missing.isEmpty()) {
            return;
        }
        LOG.info("looking for {} on {} again", missing, connection.name(Topics.AGENT_SNAPSHOTS));
        try (Consumer<byte[], byte[]> reader = connection.rawReader("dispatcher-recall")) {
            TopicScan.scan(
                    reader,
                    connection.name(Topics.AGENT_SNAPSHOTS),
                    record -> {
                        Optional<SnapshotKey> key = SnapshotKey.parse(record.key());
                        if (record.value() != null
                                && key.filter(missing::contains).isPresent()) {
                            found.accept(record);
                        }
                    },
                    read -> {});
        }
    }
}
