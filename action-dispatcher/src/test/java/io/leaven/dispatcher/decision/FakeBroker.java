package io.leaven.dispatcher.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a broker keeps for a loop: the log of requests, what was committed, and how far. */
final class FakeBroker {

    final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> requests = new HashMap<>();
    final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    final List<ProducerRecord<byte[], byte[]>> committed = new ArrayList<>();
    int transactions;

    void add(TopicPartition partition, byte[] key, byte[] value) {
        List<ConsumerRecord<byte[], byte[]>> log = requests.computeIfAbsent(partition, any -> new ArrayList<>());
        log.add(new ConsumerRecord<>(partition.topic(), partition.partition(), log.size(), key, value));
    }

    void commit(List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> next) {
        committed.addAll(records);
        positions.putAll(next);
        transactions++;
    }

    boolean isDone() {
        return requests.entrySet().stream()
                .allMatch(log -> positions.containsKey(log.getKey())
                        && positions.get(log.getKey()).offset()
                                == log.getValue().size());
    }
}
