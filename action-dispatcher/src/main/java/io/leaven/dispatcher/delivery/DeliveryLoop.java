package io.leaven.dispatcher.delivery;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.queue.KeyedQueues;
import io.leaven.dispatcher.delivery.queue.OffsetLedger;
import io.leaven.dispatcher.delivery.queue.RetrySchedule;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads actions and sends them, on one thread with many messages on their way: each customer's in order, those of different
 * customers side by side. Every action ends as a receipt (sent, expired, failed); one that can never be sent is a dead letter,
 * too. A record counts as done when its receipt is on the broker, and what is done is committed as {@link OffsetLedger} says: so
 * nothing is lost, and after a crash only what was on its way is sent again, under the same idempotency key.
 *
 * <p>This class reads and commits; the {@link Sender} sends what is in the queues, and {@link Endings} writes what became of it.
 * When {@link DeliveryLimits#buffered} messages are in memory, reading stops until some are done.
 */
public final class DeliveryLoop {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final long BUSY_MS = 2;

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final DeliveryLimits limits;
    private final Clock clock;
    private final DeliveryTally tally;
    private final KeyedQueues<Work> queues = new KeyedQueues<>();
    private final ReadPositions positions = new ReadPositions();
    private final Mailbox mailbox = new Mailbox();
    private final ActionReader reader;
    private final Outbox outbox;
    private final Endings endings;
    private final Sender sender;
    private Instant lastCommit;
    private boolean reading = true;
    private boolean ending;
    private boolean interrupted;

    /**
     * @param consumer not subscribed yet, with polls of at most {@link DeliveryLimits#pollRecords}; stays open
     * @param producer stays open
     * @param backend opened; stays open
     * @param random of the jitter
     */
    public DeliveryLoop(
            Connection connection,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            MessageBackend backend,
            Composer composer,
            DeadLetters deadLetters,
            RetrySchedule schedule,
            DeliveryLimits limits,
            RandomGenerator random,
            Clock clock,
            DeliveryTally tally,
            DeliveryListener listener) {
        this.topic = connection.name(Topics.ACTIONS);
        this.consumer = consumer;
        this.limits = limits;
        this.clock = clock;
        this.tally = tally;
        this.lastCommit = clock.instant();
        this.reader = new ActionReader(connection.serdes().deserializer(MessageAction.class));
        this.outbox = new Outbox(producer, mailbox);
        this.endings = new Endings(connection, outbox, positions, deadLetters, backend.name(), clock, tally, listener);
        this.sender = new Sender(
                queues, backend, composer, endings, mailbox, schedule, limits, random, clock, tally, listener);
    }

    /**
     * Works until the signal is raised, then waits for what is on its way and commits.
     *
     * @throws UserError if the backend wants no more messages
     * @throws KafkaException if a receipt or a position cannot be written
     */
    public void run(StopSignal stop) {
        consumer.subscribe(List.of(topic), new Partitions());
        while (!stop.isRaised() && failure().isEmpty()) {
            step();
        }
        ending = true;
        settle(consumer.assignment());
        commit(consumer.assignment());
        failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private Optional<RuntimeException> failure() {
        return interrupted
                ? Optional.of(new KafkaException("delivery was interrupted"))
                : outbox.failure().or(sender::failure);
    }

    private void step() {
        mailbox.handle();
        Instant now = clock.instant();
        sender.send(now);
        boolean more = steer();
        boolean busy = isBusy();
        consumer.poll(more && !busy ? untilDue(now) : Duration.ZERO).forEach(this::take);
        if (more && busy) {
            await(BUSY_MS);
        } else if (!more) {
            await(Math.min(IDLE.toMillis(), Math.max(1, untilDue(now).toMillis())));
        }
        commitNowAndThen(now);
        tally.buffered.set(queues.size());
    }

    private boolean isBusy() {
        return sender.inFlight() > 0 || outbox.unwritten() > 0;
    }

    private Duration untilDue(Instant now) {
        Duration due = sender.nextDue()
                .filter(instant -> instant.isBefore(now.plus(IDLE)))
                .map(instant -> instant.isBefore(now) ? Duration.ZERO : Duration.between(now, instant))
                .orElse(IDLE);
        return due;
    }

    /** Stops reading when memory has no room for another poll, and goes on when a quarter of it is free again. */
    private boolean steer() {
        int held = queues.size() + outbox.unwritten();
        int most = limits.buffered() - limits.pollRecords();
        if (reading && held > most) {
            reading = false;
            consumer.pause(consumer.assignment());
        } else if (!reading && held <= most / 4 * 3) {
            reading = true;
            consumer.resume(consumer.assignment());
        }
        return reading;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        tally.read.incrementAndGet();
        if (!positions.read(record)) {
            tally.skipped.incrementAndGet();
            return;
        }
        try {
            MessageAction action = reader.read(record);
            Instant notBefore = action.getNotBefore();
            queues.add(action.getCustomerId(), new Work(record, action), notBefore == null ? Instant.MIN : notBefore);
        } catch (SerializationException | IllegalArgumentException e) {
            endings.refused(record, e);
        }
    }

    private void await(long milliseconds) {
        try {
            mailbox.await(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted = true;
        }
    }

    private void commitNowAndThen(Instant now) {
        if (Duration.between(lastCommit, now).compareTo(limits.commitInterval()) < 0) {
            return;
        }
        consumer.commitAsync(positions.all(), (committed, e) -> {
            if (e != null) {
                LOG.warn("the read position was not committed, the next commit will hold it: {}", e.toString());
            }
        });
        lastCommit = now;
    }

    private void commit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> done = positions.of(partitions);
        if (!done.isEmpty()) {
            consumer.commitSync(done);
        }
    }

    /** Waits for what is on its way, and for its receipts, but not longer than allowed. */
    private void settle(Collection<TopicPartition> partitions) {
        long until = System.nanoTime() + limits.closeTimeout().toNanos();
        while (isBusy() && System.nanoTime() < until) {
            await(10);
        }
        if (sender.inFlight() > 0) {
            LOG.warn(
                    "{} messages are still on their way after {}; they will be sent again by who takes over {}",
                    sender.inFlight(),
                    limits.closeTimeout(),
                    partitions);
        }
    }

    private final class Partitions implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            positions.takeOver(consumer, partitions);
            if (!reading) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!ending) {
                settle(partitions);
                commitIfStillOurs(partitions);
            }
            forget(partitions);
        }

        /** After a broker was gone for a while the group may have given them to others already, without a word. */
        private void commitIfStillOurs(Collection<TopicPartition> partitions) {
            try {
                commit(partitions);
            } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
                LOG.warn(
                        "the read position of {} was not committed; what was sent since the last commit is sent again, under"
                                + " the same key, by who takes over: {}",
                        partitions,
                        e.toString());
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            queues.drop(work -> partitions.contains(work.partition()));
            positions.giveUp(partitions);
        }
    }
}
