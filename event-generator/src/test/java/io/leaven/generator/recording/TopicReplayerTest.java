package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class TopicReplayerTest {

    private static final Serializer<SpecificRecord> SERIALIZER = (topic, record) -> RandomRecords.binary(record);
    private static final long FIRST = 1_795_430_000_000L;

    private final MockProducer<byte[], byte[]> producer = producer(true);
    private final StopSignal stop = new StopSignal();

    @Test
    void recordsGoOutWithKeyTimestampHeadersAndValue() {
        RecordedRecord original = new RecordedRecord(
                3,
                99,
                Utf8.bytes("c1"),
                FIRST,
                List.of(new RecordedRecord.RecordedHeader("trace", Utf8.bytes("t"))),
                new RecordedValue.Decoded(RandomRecords.of(Topics.REPLAY, 1, 1).get(0)));

        long sent = replayer(producer, Rhythm.MAX).replay(new ListReader(List.of(original)));

        assertThat(sent).isEqualTo(1);
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo("copy.replay");
        assertThat(record.partition()).as("the key decides").isNull();
        assertThat(record.key()).isEqualTo(original.key());
        assertThat(record.timestamp()).isEqualTo(FIRST);
        assertThat(record.headers().lastHeader("trace").value()).isEqualTo(Utf8.bytes("t"));
        assertThat(record.value()).isEqualTo(RandomRecords.binary(((RecordedValue.Decoded) original.value()).record()));
    }

    @Test
    void rhythmIsKeptAtTheSpeedAskedFor() {
        List<Duration> times = new ArrayList<>();
        long started = System.nanoTime();
        Serializer<SpecificRecord> timing = (topic, record) -> {
            times.add(Duration.ofNanos(System.nanoTime() - started));
            return new byte[0];
        };

        new TopicReplayer(producer, timing, "copy.replay", new Rhythm(10), InstantSource.system(), stop)
                .replay(new ListReader(List.of(decoded(FIRST), decoded(FIRST + 5_000))));

        assertThat(times.get(1)).isBetween(Duration.ofMillis(490), Duration.ofMillis(4_900));
    }

    @Test
    void unreadableRecordingSaysWhatWasSent() {
        ListReader reader = new ListReader(List.of(raw(FIRST), raw(FIRST))) {
            @Override
            public Optional<RecordedRecord> next() {
                Optional<RecordedRecord> next = super.next();
                if (next.isEmpty()) {
                    throw new UserError("cannot read recording f.jsonl, line 3: broken");
                }
                return next;
            }
        };

        assertThatThrownBy(() -> replayer(producer, Rhythm.MAX).replay(reader))
                .isInstanceOf(UserError.class)
                .hasMessage("cannot read recording f.jsonl, line 3: broken; "
                        + "2 records were sent to copy.replay before that");
    }

    @Test
    void recordThatTheBrokerRefusesEndsTheReplay() {
        MockProducer<byte[], byte[]> manual = producer(false);
        ListReader reader = new ListReader(List.of(raw(FIRST), raw(FIRST), raw(FIRST))) {
            private int read;

            @Override
            public Optional<RecordedRecord> next() {
                if (read++ == 2) {
                    manual.completeNext();
                    manual.errorNext(new RecordTooLargeException("too large"));
                }
                return super.next();
            }
        };

        assertThatThrownBy(() -> replayer(manual, Rhythm.MAX).replay(reader))
                .isInstanceOf(UserError.class)
                .hasMessage("the broker refused a record for copy.replay: too large; "
                        + "1 records were sent to copy.replay before that");
        assertThat(manual.history()).hasSize(2);
    }

    @Test
    void signalEndsAPauseAndTheReplay() {
        Thread raiser = new Thread(() -> {
            stop.await(Duration.ofMillis(200));
            stop.raise();
        });
        raiser.start();

        long sent =
                replayer(producer, new Rhythm(1)).replay(new ListReader(List.of(raw(FIRST), raw(FIRST + 3_600_000))));

        assertThat(sent).isEqualTo(1);
    }

    private TopicReplayer replayer(MockProducer<byte[], byte[]> to, Rhythm rhythm) {
        return new TopicReplayer(to, SERIALIZER, "copy.replay", rhythm, InstantSource.system(), stop);
    }

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        return new MockProducer<>(
                autoComplete, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static RecordedRecord raw(long timestamp) {
        return record(timestamp, new RecordedValue.Raw(new byte[] {1}, "raw"));
    }

    private static RecordedRecord decoded(long timestamp) {
        return record(
                timestamp,
                new RecordedValue.Decoded(RandomRecords.of(Topics.REPLAY, 1, 1).get(0)));
    }

    private static RecordedRecord record(long timestamp, RecordedValue value) {
        return new RecordedRecord(0, 0, Utf8.bytes("c1"), timestamp, List.of(), value);
    }

    private static class ListReader implements RecordingReader {

        private final Deque<RecordedRecord> records;

        ListReader(List<RecordedRecord> records) {
            this.records = new ArrayDeque<>(records);
        }

        @Override
        public Optional<Topic<?>> topic() {
            return Optional.of(Topics.REPLAY);
        }

        @Override
        public Optional<RecordedRecord> next() {
            return Optional.ofNullable(records.poll());
        }

        @Override
        public void close() {}
    }
}
