package io.leaven.trainer;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What there is of the replay topic when the trainer starts.
 *
 * @param topic the full name
 * @param id that the broker gave it when it was made
 * @param partitions all of them
 * @param begins first offset that is kept, by partition
 * @param ends next offset to be written, by partition
 */
record ReplayLog(
        String topic, String id, List<TopicPartition> partitions, Map<Integer, Long> begins, Map<Integer, Long> ends) {

    /** @throws UserError if there is no such topic */
    static ReplayLog look(Connection connection, String topic, Consumer<?, ?> consumer) {
        List<TopicPartition> partitions = TopicScan.partitions(consumer, topic);
        return new ReplayLog(
                topic,
                id(connection, topic),
                partitions,
                byPartition(consumer.beginningOffsets(partitions)),
                byPartition(consumer.endOffsets(partitions)));
    }

    private static String id(Connection connection, String topic) {
        try (Admin admin = connection.admin()) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .topicId()
                    .toString();
        } catch (ExecutionException e) {
            throw new UserError(
                    "cannot describe topic '" + topic + "': " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while topic '" + topic + "' was described", e);
        }
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> found = new HashMap<>();
        offsets.forEach((partition, offset) -> found.put(partition.partition(), offset));
        return found;
    }

    /** Makes a reader go on at these positions, and at the beginning where there is none. */
    void seek(Consumer<?, ?> consumer, Map<Integer, Long> positions) {
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition.partition());
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
    }
}
