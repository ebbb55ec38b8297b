package io.leaven.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.StopSignal;
import io.leaven.dispatcher.TestConnection;
import io.leaven.dispatcher.delivery.queue.RetrySchedule;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A group that has moved on while the broker was gone: the partitions are revoked, and their positions cannot be committed. */
@Timeout(20)
class DeliveryRebalanceTest {

    private final StopSignal stop = new StopSignal();
    private final AtomicBoolean failedOnce = new AtomicBoolean();
    private final List<String> sent = new ArrayList<>();

    static List<KafkaException> reasons() {
        return List.of(
                new CommitFailedException(), new RebalanceInProgressException("moved"), new TimeoutException("gone"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void deliveryGoesOnAndSendsWhatWasNotCommittedAgain(KafkaException reason) {
        try (Connection connection = TestConnection.open()) {
            TopicPartition partition = new TopicPartition(connection.name(Topics.ACTIONS), 0);
            MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
                @Override
                public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                    if (!failedOnce.getAndSet(true)) {
                        throw reason;
                    }
                    super.commitSync(offsets);
                }
            };
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.updateEndOffsets(Map.of(partition, 1L));
            consumer.schedulePollTask(() -> {
                consumer.rebalance(List.of(partition));
                consumer.addRecord(record(connection, partition));
            });
            consumer.schedulePollTask(() -> {});
            consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
            consumer.schedulePollTask(() -> {
                consumer.rebalance(List.of(partition));
                consumer.addRecord(record(connection, partition));
            });

            loop(connection, consumer).run(stop);
        }

        assertThat(failedOnce).isTrue();
        assertThat(sent).as("under the same key").containsExactly("ann:3", "ann:3");
    }

    private static ConsumerRecord<byte[], byte[]> record(Connection connection, TopicPartition partition) {
        MessageAction action = Actions.action("ann", 3);
        var sent = connection.record(Topics.ACTIONS, "ann", action, null);
        return new ConsumerRecord<>(partition.topic(), partition.partition(), 0, sent.key(), sent.value());
    }

    private DeliveryLoop loop(Connection connection, MockConsumer<byte[], byte[]> consumer) {
        Duration second = Duration.ofSeconds(1);
        return new DeliveryLoop(
                connection,
                consumer,
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                new Recording(),
                (action, attempt) -> new Composer.Message(Actions.message(action, Map.of())),
                new DeadLetters(connection, "delivery", Clock.systemUTC()),
                new RetrySchedule(List.of(), 0),
                new DeliveryLimits(8, 100, second, Duration.ofHours(1), second, second, second),
                new SplittableRandom(1),
                Clock.systemUTC(),
                new DeliveryTally(),
                new DeliveryListener() {
                    @Override
                    public void attempted(Duration took) {}

                    @Override
                    public void ended(DeliveryReceipt receipt) {}
                });
    }

    /** Takes every message, and has delivery end with the second. */
    private final class Recording implements MessageBackend {

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public void open(BackendContext context) {}

        @Override
        public CompletionStage<SendOutcome> send(OutboundMessage message) {
            sent.add(message.action().getActionId());
            if (sent.size() == 2) {
                stop.raise();
            }
            return CompletableFuture.completedFuture(SendOutcome.sent());
        }
    }
}
