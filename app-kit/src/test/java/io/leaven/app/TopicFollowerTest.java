package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void whatStandsIsReadAndWhatComesIsFollowed() throws InterruptedException {
        MockConsumer<byte[], byte[]> consumer = Records.consumer(1, 2);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(Records.record(0, 0));
            consumer.addRecord(Records.record(0, 1));
        });
        try (TopicFollower follower = follower(consumer)) {
            follower.start();
            follower.awaitCaughtUp(SOON);
            assertThat(seen).containsExactly("0@0", "0@1");

            consumer.schedulePollTask(() -> consumer.addRecord(Records.record(0, 2)));

            assertThat(poll()).isEqualTo("0@0");
            assertThat(poll()).isEqualTo("0@1");
            assertThat(poll()).isEqualTo("0@2");
            assertThat(follower.failure()).isEmpty();
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void anEmptyTopicIsCaughtUpWithAtOnce() {
        try (TopicFollower follower = follower(Records.consumer(2, 0))) {
            follower.start();
            follower.awaitCaughtUp(SOON);
        }
    }

    @Test
    void aTopicThatIsNotReadInTimeIsNamed() {
        try (TopicFollower follower = follower(Records.consumer(1, 5))) {
            follower.start();

            assertThatThrownBy(() -> follower.awaitCaughtUp(Duration.ofMillis(50)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("topic 'leaven.replay' was not read to its end");
        }
    }

    @Test
    void whatTheHandlerThrowsEndsTheFollowerAndIsItsFailure() {
        MockConsumer<byte[], byte[]> consumer = Records.consumer(1, 1);
        consumer.schedulePollTask(() -> consumer.addRecord(Records.record(0, 0)));
        try (TopicFollower follower = new TopicFollower(Records.TOPIC, () -> consumer, record -> {
            throw new IllegalStateException("no such model");
        })) {
            follower.start();

            assertThatThrownBy(() -> follower.awaitCaughtUp(SOON))
                    .isInstanceOf(UserError.class)
                    .hasMessage("topic 'leaven.replay' cannot be followed: no such model");
            assertThat(follower.failure()).containsInstanceOf(IllegalStateException.class);
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void closingTwiceAndWithoutAStartIsFine() {
        TopicFollower follower = follower(Records.consumer(1, 0));
        follower.close();
        follower.close();
    }

    private TopicFollower follower(MockConsumer<byte[], byte[]> consumer) {
        return new TopicFollower(Records.TOPIC, () -> consumer, record -> seen.add(Records.value(record)));
    }

    private String poll() throws InterruptedException {
        return seen.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
