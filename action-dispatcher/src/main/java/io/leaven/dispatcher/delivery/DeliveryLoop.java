package io.leaven.dispatcher.delivery;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.queue.KeyedQueues;
import io.leaven.dispatcher.delivery.queue.KeyedQueues.Ticket;
import io.leaven.dispatcher.delivery.queue.OffsetLedger;
import io.leaven.dispatcher.delivery.queue.RetrySchedule;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads actions and sends them, on one thread with many messages on their way: each customer's in order, those of different
 * customers side by side. Every action ends as a receipt (sent, expired, failed); one that can never be sent is a dead letter,
 * too. A record counts as done when its receipt is on the broker, and what is done is committed as {@link OffsetLedger} says: so
 * nothing is lost, and after a crash only what was on its way is sent again, under the same idempotency key.
 *
 * <p>A message that fails waits by the {@link RetrySchedule} and holds up its own customer only. When
 * {@link DeliveryLimits#buffered} messages are in memory, reading stops until some are done.
 */
public final class DeliveryLoop {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final long BUSY_MS = 2;

    /** Kafka's default limit for the metadata of a commit is 4,096 bytes. */
    private static final int METADATA_CHARACTERS = 4_000;

    private final Connection connection;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final MessageBackend backend;
    private final Composer composer;
    private final DeadLetters deadLetters;
    private final RetrySchedule schedule;
    private final DeliveryLimits limits;
    private final RandomGenerator random;
    private final Clock clock;
    private final DeliveryTally tally;
    private final Listener listener;
    private final Deserializer<MessageAction> deserializer;

    private final KeyedQueues<Work> queues = new KeyedQueues<>();
    private final Map<TopicPartition, OffsetLedger> ledgers = new HashMap<>();
    private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final int mostInFlight;
    private Instant throttledUntil = Instant.MIN;
    private Instant lastCommit;
    private int unwritten;
    private boolean reading = true;
    private boolean ending;
    private RuntimeException failure;

    /** Told of what happens, on the delivery thread. */
    public interface Listener {

        /** An attempt has its outcome. */
        void attempted(Duration took);

        /** A message has its receipt, right before it is written. */
        void ended(DeliveryReceipt receipt);
    }

    /** An action that is not done. */
    private static final class Work {
        private final ConsumerRecord<byte[], byte[]> record;
        private final TopicPartition partition;
        private final MessageAction action;
        private int failures;

        private Work(ConsumerRecord<byte[], byte[]> record, MessageAction action) {
            this.record = record;
            this.partition = new TopicPartition(record.topic(), record.partition());
            this.action = action;
        }
    }

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
            Listener listener) {
        this.connection = connection;
        this.consumer = consumer;
        this.producer = producer;
        this.backend = backend;
        this.composer = composer;
        this.deadLetters = deadLetters;
        this.schedule = schedule;
        this.limits = limits;
        this.random = random;
        this.clock = clock;
        this.tally = tally;
        this.listener = listener;
        this.deserializer = connection.serdes().deserializer(MessageAction.class);
        this.mostInFlight = Math.min(limits.inFlight(), backend.mostInFlight());
        this.lastCommit = clock.instant();
    }

    /**
     * Works until the signal is raised, then waits for what is on its way and commits.
     *
     * @throws UserError if the backend wants no more messages
     * @throws KafkaException if a receipt or a position cannot be written
     */
    public void run(StopSignal stop) {
        consumer.subscribe(List.of(connection.name(Topics.ACTIONS)), new Partitions());
        while (!stop.isRaised() && failure == null) {
            step();
        }
        ending = true;
        settle(consumer.assignment());
        commit(consumer.assignment());
        if (failure != null) {
            throw failure;
        }
    }

    private void step() {
        handle(events.poll());
        Instant now = clock.instant();
        send(now);
        boolean more = steer();
        boolean busy = tally.inFlight.get() > 0 || unwritten > 0;
        Duration wait = more && !busy ? untilDue(now) : Duration.ZERO;
        consumer.poll(wait).forEach(this::take);
        if (busy || !more) {
            await(
                    more
                            ? BUSY_MS
                            : Math.min(
                                    IDLE.toMillis(), Math.max(1, untilDue(now).toMillis())));
        }
        if (Duration.between(lastCommit, now).compareTo(limits.commitInterval()) >= 0) {
            consumer.commitAsync(positions(ledgers.keySet()), (positions, e) -> {
                if (e != null) {
                    LOG.warn("the read position was not committed, the next commit will hold it: {}", e.toString());
                }
            });
            lastCommit = now;
        }
        tally.buffered.set(queues.size());
    }

    private Duration untilDue(Instant now) {
        Duration due = queues.nextDue()
                .map(instant -> instant.isBefore(throttledUntil) ? throttledUntil : instant)
                .filter(instant -> instant.isBefore(now.plus(IDLE)))
                .map(instant -> Duration.between(now, instant))
                .orElse(IDLE);
        return due.isNegative() ? Duration.ZERO : due;
    }

    /** Stops reading when memory has no room for another poll, and goes on when a quarter of it is free again. */
    private boolean steer() {
        int held = queues.size() + unwritten;
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

    private void await(long milliseconds) {
        try {
            handle(events.poll(milliseconds, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new KafkaException("delivery was interrupted");
        }
    }

    /** An event and all others that have come. */
    private void handle(Runnable first) {
        for (Runnable event = first; event != null; event = events.poll()) {
            event.run();
        }
    }

    // ---------------------------------------------------------------- reading

    private void take(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        tally.read.incrementAndGet();
        if (!ledgers.get(partition).read(record.offset())) {
            tally.skipped.incrementAndGet();
            return;
        }
        try {
            Work work = new Work(record, read(record));
            Instant notBefore = work.action.getNotBefore();
            queues.add(work.action.getCustomerId(), work, notBefore == null ? Instant.MIN : notBefore);
        } catch (SerializationException | IllegalArgumentException e) {
            LOG.warn(
                    "refused the action at topic {}, partition {}, offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            tally.deadLetters.incrementAndGet();
            write(deadLetters.letter(record, e), () -> ledgers.get(partition).done(record.offset()));
        }
    }

    private MessageAction read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        MessageAction action = deserializer.deserialize(record.topic(), record.value());
        if (!Arrays.equals(record.key(), action.getCustomerId().getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException(
                    "the record's key is not its customerId '" + action.getCustomerId() + "'");
        }
        return action;
    }

    // ---------------------------------------------------------------- sending

    private void send(Instant now) {
        while (failure == null && !now.isBefore(throttledUntil) && tally.inFlight.get() < mostInFlight) {
            Optional<Ticket<Work>> next = queues.next(now);
            if (next.isEmpty()) {
                return;
            }
            attempt(next.get(), now);
        }
    }

    private void attempt(Ticket<Work> ticket, Instant now) {
        MessageAction action = ticket.item().action;
        if (action.getExpiresAt() != null && !now.isBefore(action.getExpiresAt())) {
            tally.expired.incrementAndGet();
            end(ticket, DeliveryStatus.EXPIRED, "not sent: it was too late after " + action.getExpiresAt());
            return;
        }
        Composer.Composed composed = composer.compose(action, ticket.item().failures + 1);
        if (composed instanceof Composer.Message message) {
            tally.attempts.incrementAndGet();
            tally.inFlight.incrementAndGet();
            long began = System.nanoTime();
            outcome(message.message())
                    .whenComplete((outcome, error) -> events.add(() -> {
                        tally.inFlight.decrementAndGet();
                        listener.attempted(Duration.ofNanos(System.nanoTime() - began));
                        conclude(ticket, error == null && outcome != null ? outcome : retry(error));
                    }));
        } else if (composed instanceof Composer.Withheld withheld) {
            tally.withheld.incrementAndGet();
            end(ticket, DeliveryStatus.FAILED, "not sent: " + withheld.reason());
        } else if (composed instanceof Composer.Impossible impossible) {
            fail(ticket, impossible.reason());
        }
    }

    private CompletionStage<SendOutcome> outcome(OutboundMessage message) {
        try {
            return backend.send(message)
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(limits.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return java.util.concurrent.CompletableFuture.failedStage(e);
        }
    }

    private SendOutcome retry(Throwable error) {
        Throwable cause = error instanceof java.util.concurrent.CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
        if (cause instanceof TimeoutException) {
            return SendOutcome.retryLater(
                    "no outcome within " + limits.sendTimeout().toMillis() + " ms");
        }
        return SendOutcome.retryLater(cause == null ? "the backend gave no outcome" : cause.toString());
    }

    private void conclude(Ticket<Work> ticket, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Sent sent) {
            end(ticket, DeliveryStatus.SENT, sent.detail().orElse(null));
            tally.sent.incrementAndGet();
        } else if (outcome instanceof SendOutcome.RetryLater later) {
            postpone(ticket, later);
        } else if (outcome instanceof SendOutcome.Disabled disabled) {
            failure = new UserError(
                    "backend '" + backend.name() + "' wants no more messages: " + disabled.reason()
                            + ". Nothing is lost: what was not sent will be, from where delivery stopped, when it is started again");
        } else if (outcome instanceof SendOutcome.Failed failed) {
            fail(ticket, failed.reason());
        }
    }

    private void postpone(Ticket<Work> ticket, SendOutcome.RetryLater later) {
        Work work = ticket.item();
        work.failures++;
        Instant now = clock.instant();
        Optional<Duration> wish = later.after().map(after -> least(after, limits.retryAfterMost()));
        Optional<Duration> pause = schedule.pause(work.failures, wish, random);
        wish.map(after -> now.plus(least(after, limits.throttleMost())))
                .filter(until -> until.isAfter(throttledUntil))
                .ifPresent(until -> throttledUntil = until);
        if (pause.isEmpty()) {
            fail(ticket, "given up after " + work.failures + " attempts: " + later.reason());
            return;
        }
        LOG.debug("{} is tried again in {}: {}", work.action.getActionId(), pause.get(), later.reason());
        tally.retries.incrementAndGet();
        queues.postpone(ticket, now.plus(pause.get()));
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void fail(Ticket<Work> ticket, String reason) {
        Work work = ticket.item();
        LOG.warn("{} cannot be sent: {}", work.action.getActionId(), reason);
        tally.failed.incrementAndGet();
        tally.deadLetters.incrementAndGet();
        write(deadLetters.letter(work.record, "DeliveryFailed", reason), () -> {});
        end(ticket, DeliveryStatus.FAILED, reason);
    }

    private void end(Ticket<Work> ticket, DeliveryStatus status, String detail) {
        Work work = ticket.item();
        queues.done(ticket);
        MessageAction action = work.action;
        DeliveryReceipt receipt = new DeliveryReceipt(
                action.getActionId(),
                action.getCustomerId(),
                backend.name(),
                status,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                detail,
                action.getChannel());
        listener.ended(receipt);
        write(connection.record(Topics.DELIVERY_RECEIPTS, action.getCustomerId(), receipt, null), () -> {
            OffsetLedger ledger = ledgers.get(work.partition);
            if (ledger != null) {
                ledger.done(work.record.offset());
            }
        });
    }

    private void write(ProducerRecord<byte[], byte[]> record, Runnable written) {
        unwritten++;
        producer.send(
                record,
                (metadata, e) -> events.add(() -> {
                    unwritten--;
                    if (e == null) {
                        written.run();
                    } else {
                        failure = new KafkaException("cannot write to topic " + record.topic(), e);
                    }
                }));
    }

    // ---------------------------------------------------------------- positions

    private Map<TopicPartition, OffsetAndMetadata> positions(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetLedger ledger = ledgers.get(partition);
            if (ledger != null) {
                positions.put(
                        partition, new OffsetAndMetadata(ledger.position(), ledger.metadata(METADATA_CHARACTERS)));
            }
        }
        return positions;
    }

    private void commit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = positions(partitions);
        if (!positions.isEmpty()) {
            consumer.commitSync(positions);
        }
    }

    /** Waits for what is on its way, and for its receipts, but not longer than allowed. */
    private void settle(Collection<TopicPartition> partitions) {
        long until = System.nanoTime() + limits.closeTimeout().toNanos();
        while ((tally.inFlight.get() > 0 || unwritten > 0) && System.nanoTime() < until) {
            await(10);
        }
        if (tally.inFlight.get() > 0) {
            LOG.warn(
                    "{} messages are still on their way after {}; they will be sent again by who takes over {}",
                    tally.inFlight.get(),
                    limits.closeTimeout(),
                    partitions);
        }
    }

    private final class Partitions implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(java.util.Set.copyOf(partitions));
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata position = committed.get(partition);
                ledgers.put(
                        partition,
                        position == null
                                ? new OffsetLedger(consumer.position(partition), "")
                                : new OffsetLedger(position.offset(), position.metadata()));
            }
            if (!reading) {
                consumer.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!ending) {
                settle(partitions);
                commit(partitions);
            }
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            queues.drop(work -> partitions.contains(work.partition));
            partitions.forEach(ledgers::remove);
        }
    }
}
