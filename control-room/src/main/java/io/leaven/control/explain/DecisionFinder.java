package io.leaven.control.explain;

import io.leaven.app.Progress;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.schemas.Decision;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Looks for one decision among all. */
final class DecisionFinder {

    private final Consumer<byte[], byte[]> reader;
    private final Deserializer<Decision> deserializer;
    private final String topic;
    private Decision found;

    /** @param topic the full name */
    DecisionFinder(Consumer<byte[], byte[]> reader, Deserializer<Decision> deserializer, String topic) {
        this.reader = reader;
        this.deserializer = deserializer;
        this.topic = topic;
    }

    /**
     * The decision of that id. Only records of its customer are decoded; one that cannot be is passed over.
     *
     * @throws UserError if the id is none
     */
    Optional<Decision> find(String decisionId) {
        int colon = decisionId.lastIndexOf(':');
        if (colon < 1 || !decisionId.substring(colon + 1).matches("\\d{1,9}")) {
            throw new UserError("'" + decisionId + "' is no decision id; it is customerId:step, such as c-17:12");
        }
        byte[] key = decisionId.substring(0, colon).getBytes(StandardCharsets.UTF_8);
        try (Progress progress = Progress.start("explain: decisions", -1)) {
            TopicScan.scan(
                    reader,
                    topic,
                    record -> {
                        if (record.value() != null && Arrays.equals(key, record.key())) {
                            take(decisionId, record.value());
                        }
                    },
                    progress::to);
        }
        return Optional.ofNullable(found);
    }

    private void take(String decisionId, byte[] value) {
        try {
            Decision decision = deserializer.deserialize(topic, value);
            found = decision.getDecisionId().equals(decisionId) ? decision : found;
        } catch (SerializationException e) {
            // the enricher refuses such a record, too, with a dead letter that says why
            return;
        }
    }
}
