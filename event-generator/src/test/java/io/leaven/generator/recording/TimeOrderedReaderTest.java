package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TimeOrderedReaderTest {

    private static final String TOPIC = "leaven.customer-events";
    private static final TopicPartition ZERO = new TopicPartition(TOPIC, 0);
    private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void partitionsAreMergedByTimestampWhateverTheOrderOfTheirArrival() {
        holds(4, 3);
        TimeOrderedReader reader = TimeOrderedReader.fromBeginning(consumer, TOPIC);

        add(ZERO, 0, 10);
        add(ZERO, 1, 40);
        assertThat(timestamps(reader)).as("partition 1 may bring an older one").isEmpty();
        assertThat(reader.caughtUp()).isFalse();

        add(ONE, 0, 20);
        add(ONE, 1, 30);
        assertThat(timestamps(reader)).containsExactly(10L, 20L, 30L);

        add(ONE, 2, 60);
        assertThat(timestamps(reader)).containsExactly(40L);

        add(ZERO, 2, 50);
        add(ZERO, 3, 70);
        assertThat(timestamps(reader)).containsExactly(50L, 60L, 70L);
        assertThat(reader.caughtUp()).isTrue();
        assertThat(reader.offsetsRead()).isEqualTo(reader.offsetsAtStart()).isEqualTo(7);
    }

    @Test
    void orderWithinAPartitionIsKept() {
        holds(3, 1);
        TimeOrderedReader reader = TimeOrderedReader.fromBeginning(consumer, TOPIC);
        add(ZERO, 0, 50);
        add(ZERO, 1, 10);
        add(ZERO, 2, 60);
        add(ONE, 0, 20);

        assertThat(timestamps(reader)).containsExactly(20L, 50L, 10L, 60L);
    }

    @Test
    void afterCatchingUpNoPartitionIsWaitedFor() {
        holds(1, 0);
        TimeOrderedReader reader = TimeOrderedReader.fromBeginning(consumer, TOPIC);
        add(ZERO, 0, 10);
        add(ZERO, 1, 90);

        List<ConsumerRecord<byte[], byte[]>> records = reader.poll(Duration.ZERO);

        assertThat(records).extracting(ConsumerRecord::timestamp).containsExactly(10L, 90L);
        assertThat(records).extracting(reader::wasThereAtStart).containsExactly(true, false);
    }

    @Test
    void fromNowTheOldRecordsAreLeftOut() {
        holds(1, 1);
        TimeOrderedReader reader = TimeOrderedReader.fromNow(consumer, TOPIC);
        assertThat(reader.caughtUp()).isTrue();
        add(ONE, 1, 90);

        assertThat(timestamps(reader)).containsExactly(90L);
    }

    @Test
    void topicThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> TimeOrderedReader.fromNow(consumer, "leaven.sales"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("there is no topic 'leaven.sales'");
    }

    private void holds(long zero, long one) {
        consumer.updatePartitions(
                TOPIC,
                List.of(new PartitionInfo(TOPIC, 0, null, null, null), new PartitionInfo(TOPIC, 1, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
        consumer.updateEndOffsets(Map.of(ZERO, zero, ONE, one));
    }

    private void add(TopicPartition partition, long offset, long timestamp) {
        consumer.addRecord(new ConsumerRecord<>(
                TOPIC,
                partition.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty()));
    }

    private static List<Long> timestamps(TimeOrderedReader reader) {
        List<Long> timestamps = new ArrayList<>();
        reader.poll(Duration.ZERO).forEach(record -> timestamps.add(record.timestamp()));
        return timestamps;
    }
}
