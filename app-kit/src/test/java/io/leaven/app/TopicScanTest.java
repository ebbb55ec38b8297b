package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class TopicScanTest {

    private final List<String> seen = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();

    @Test
    void everyPartitionIsReadToWhereItEndedAtTheStart() {
        MockConsumer<byte[], byte[]> consumer = Records.consumer(2, 2);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(Records.record(0, 0));
            consumer.addRecord(Records.record(0, 1));
        });
        consumer.schedulePollTask(() -> {
            consumer.addRecord(Records.record(1, 0));
            consumer.addRecord(Records.record(1, 1));
            consumer.addRecord(Records.record(1, 2));
        });

        TopicScan.scan(consumer, Records.TOPIC, record -> seen.add(Records.value(record)), progress::add);

        assertThat(seen).containsExactly("0@0", "0@1", "1@0", "1@1");
        assertThat(progress).isSorted().endsWith(4L);
    }

    @Test
    void anEmptyTopicEndsAtOnce() {
        TopicScan.scan(Records.consumer(3, 0), Records.TOPIC, record -> seen.add(Records.value(record)), progress::add);

        assertThat(seen).isEmpty();
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> TopicScan.scan(Records.consumer(1, 0), "leaven.other", record -> {}, read -> {}))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no topic 'leaven.other'; `leaven topics create` makes Leaven's topics");
    }
}
