package io.leaven.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole topic on a thread of its own and goes on with what comes: how apps follow models and snapshots. The
 * handler runs on that thread, record by record; what it throws ends the follower and is its {@link #failure}.
 */
public final class TopicFollower implements App {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicScan.RecordHandler handler;
    private final BiConsumer<Consumer<byte[], byte[]>, List<TopicPartition>> seek;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final StopSignal stop = new StopSignal();
    private final Thread thread;
    private volatile Consumer<byte[], byte[]> consumer;
    private volatile Throwable failure;

    /**
     * @param topic the full name
     * @param consumers makes the consumer on the follower's thread, such as {@code () -> connection.rawReader("x")}
     * @param handler told of each record
     */
    public TopicFollower(String topic, Supplier<Consumer<byte[], byte[]>> consumers, TopicScan.RecordHandler handler) {
        this(topic, consumers, handler, Consumer::seekToBeginning);
    }

    private TopicFollower(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            TopicScan.RecordHandler handler,
            BiConsumer<Consumer<byte[], byte[]>, List<TopicPartition>> seek) {
        this.seek = seek;
        this.topic = topic;
        this.consumers = consumers;
        this.handler = handler;
        this.thread = new Thread(this::run, "follow-" + topic);
    }

    /** The same, but only for what comes after its start. */
    public static TopicFollower fromNowOn(
            String topic, Supplier<Consumer<byte[], byte[]>> consumers, TopicScan.RecordHandler handler) {
        return new TopicFollower(topic, consumers, handler, Consumer::seekToEnd);
    }

    @Override
    public void start() {
        thread.start();
    }

    /**
     * Waits until everything was read that the topic held at the start.
     *
     * @throws UserError if that takes longer than allowed, or the follower failed
     */
    public void awaitCaughtUp(Duration atMost) {
        try {
            if (!caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UserError(
                        "topic '" + topic + "' was not read to its end within " + atMost.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while reading topic '" + topic + "'", e);
        }
        if (failure != null) {
            throw new UserError("topic '" + topic + "' cannot be followed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        try (Consumer<byte[], byte[]> opened = consumers.get()) {
            consumer = opened;
            List<TopicPartition> partitions = TopicScan.partitions(opened, topic);
            opened.assign(partitions);
            seek.accept(opened, partitions);
            Map<TopicPartition, Long> ends = opened.endOffsets(partitions);
            while (!stop.isRaised()) {
                if (caughtUp.getCount() > 0
                        && ends.entrySet().stream().allMatch(end -> opened.position(end.getKey()) >= end.getValue())) {
                    caughtUp.countDown();
                }
                for (ConsumerRecord<byte[], byte[]> record : opened.poll(POLL)) {
                    handler.accept(record);
                }
            }
        } catch (WakeupException e) {
            LOG.debug("follower of {} was woken up to stop", topic);
        } catch (RuntimeException e) {
            LOG.error("following {} failed", topic, e);
            failure = e;
        } finally {
            caughtUp.countDown();
        }
    }

    @Override
    public void close() {
        stop.raise();
        Consumer<byte[], byte[]> opened = consumer;
        if (opened != null) {
            opened.wakeup();
        }
        if (thread.isAlive()) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
