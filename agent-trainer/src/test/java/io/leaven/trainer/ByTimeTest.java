package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ByTimeTest {

    private static final TopicPartition ZERO = new TopicPartition("replay", 0);
    private static final TopicPartition ONE = new TopicPartition("replay", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private ByTime log;

    @BeforeEach
    void assign() {
        consumer.assign(List.of(ZERO, ONE));
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
        consumer.seekToBeginning(List.of(ZERO, ONE));
        log = new ByTime(consumer);
    }

    @Test
    void takesTheOldestRecordFirstAndTheLowestPartitionAmongEquals() {
        ends(3, 3);
        add(ZERO, 0, 10);
        add(ZERO, 1, 20);
        add(ZERO, 2, 30);
        add(ONE, 0, 5);
        add(ONE, 1, 20);
        add(ONE, 2, 25);
        assertThat(taken()).containsExactly("1:0", "0:0", "0:1", "1:1", "1:2", "0:2");
        assertThat(log.lag()).isZero();
    }

    /** However the broker hands them out. */
    @Test
    void waitsForAPartitionWhoseNextRecordHasNotArrived() {
        ends(2, 2);
        add(ZERO, 0, 10);
        add(ZERO, 1, 30);
        assertThat(taken()).isEmpty();
        assertThat(log.lag()).isEqualTo(4);
        add(ONE, 0, 20);
        assertThat(taken()).containsExactly("0:0", "1:0");
        add(ONE, 1, 40);
        assertThat(taken()).containsExactly("0:1", "1:1");
    }

    @Test
    void doesNotWaitForAPartitionThatHasEnded() {
        ends(2, 1);
        add(ONE, 0, 20);
        add(ZERO, 0, 10);
        add(ZERO, 1, 30);
        assertThat(taken()).containsExactly("0:0", "1:0", "0:1");
        ends(3, 1);
        add(ZERO, 2, 1);
        assertThat(taken()).containsExactly("0:2");
    }

    @Test
    void aPartitionThatWaitsIsNotReadOnWithoutEnd() {
        ends(2_000, 1);
        for (int offset = 0; offset < 2_000; offset++) {
            add(ZERO, offset, offset);
        }
        for (int poll = 0; poll < 10; poll++) {
            assertThat(taken()).isEmpty();
        }
        assertThat(consumer.paused()).containsExactly(ZERO);
        add(ONE, 0, 5_000);
        assertThat(taken()).hasSize(2_001).endsWith("1:0");
        assertThat(consumer.paused()).isEmpty();
    }

    private void ends(long zero, long one) {
        consumer.updateEndOffsets(Map.of(ZERO, zero, ONE, one));
    }

    private void add(TopicPartition partition, long offset, long time) {
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                time,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty()));
    }

    private List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log.poll(Duration.ZERO)) {
            taken.add(record.partition() + ":" + record.offset());
        }
        return taken;
    }
}
