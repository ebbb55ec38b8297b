package io.leaven.dispatcher.delivery;

import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.queue.KeyedQueues;
import io.leaven.dispatcher.delivery.queue.KeyedQueues.Ticket;
import io.leaven.dispatcher.delivery.queue.RetrySchedule;
import io.leaven.schemas.MessageAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the queues to the backend, many at once, and each of them to its end. One that fails waits by the
 * {@link RetrySchedule}; where the backend asked for a pause, no other is sent for a while either.
 */
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final KeyedQueues<Work> queues;
    private final MessageBackend backend;
    private final Composer composer;
    private final Endings endings;
    private final Mailbox mailbox;
    private final RetrySchedule schedule;
    private final DeliveryLimits limits;
    private final RandomGenerator random;
    private final Clock clock;
    private final DeliveryTally tally;
    private final DeliveryListener listener;
    private final int mostInFlight;
    private Instant throttledUntil = Instant.MIN;
    private UserError failure;

    /** @param random of the jitter */
    Sender(
            KeyedQueues<Work> queues,
            MessageBackend backend,
            Composer composer,
            Endings endings,
            Mailbox mailbox,
            RetrySchedule schedule,
            DeliveryLimits limits,
            RandomGenerator random,
            Clock clock,
            DeliveryTally tally,
            DeliveryListener listener) {
        this.queues = queues;
        this.backend = backend;
        this.composer = composer;
        this.endings = endings;
        this.mailbox = mailbox;
        this.schedule = schedule;
        this.limits = limits;
        this.random = random;
        this.clock = clock;
        this.tally = tally;
        this.listener = listener;
        this.mostInFlight = Math.min(limits.inFlight(), backend.mostInFlight());
    }

    /** Sends what may go out now. */
    void send(Instant now) {
        while (failure == null && !now.isBefore(throttledUntil) && inFlight() < mostInFlight) {
            Optional<Ticket<Work>> next = queues.next(now);
            if (next.isEmpty()) {
                return;
            }
            attempt(next.get(), now);
        }
    }

    /** When there will be something to send, as far as is known; it may be past. */
    Optional<Instant> nextDue() {
        return queues.nextDue().map(instant -> instant.isBefore(throttledUntil) ? throttledUntil : instant);
    }

    /** Messages on their way. */
    long inFlight() {
        return tally.inFlight();
    }

    /** Set once the backend wants no more messages. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private void attempt(Ticket<Work> ticket, Instant now) {
        Work work = ticket.item();
        MessageAction action = work.action();
        if (action.getExpiresAt() != null && !now.isBefore(action.getExpiresAt())) {
            queues.done(ticket);
            endings.expired(work, action.getExpiresAt());
            return;
        }
        Composer.Composed composed = composer.compose(action, work.failures() + 1);
        if (composed instanceof Composer.Message message) {
            tally.attempts.incrementAndGet();
            tally.inFlight.incrementAndGet();
            long began = System.nanoTime();
            outcome(message.message())
                    .whenComplete((outcome, error) -> mailbox.post(() -> {
                        tally.inFlight.decrementAndGet();
                        listener.attempted(Duration.ofNanos(System.nanoTime() - began));
                        conclude(ticket, error == null && outcome != null ? outcome : retry(error));
                    }));
        } else if (composed instanceof Composer.Withheld withheld) {
            queues.done(ticket);
            endings.withheld(work, withheld.reason());
        } else if (composed instanceof Composer.Impossible impossible) {
            fail(ticket, impossible.reason(), Optional.empty());
        }
    }

    private CompletionStage<SendOutcome> outcome(OutboundMessage message) {
        try {
            return backend.send(message)
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(limits.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private SendOutcome retry(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof TimeoutException) {
            return SendOutcome.retryLater(
                    "no outcome within " + limits.sendTimeout().toMillis() + " ms");
        }
        return cause == null
                ? SendOutcome.retryLater("the backend gave no outcome")
                : SendOutcome.retryLater(cause.getClass().getSimpleName(), cause.getMessage());
    }

    private void conclude(Ticket<Work> ticket, SendOutcome outcome) {
        if (outcome instanceof SendOutcome.Sent sent) {
            queues.done(ticket);
            endings.sent(ticket.item(), sent.detail().orElse(null));
        } else if (outcome instanceof SendOutcome.RetryLater later) {
            postpone(ticket, later);
        } else if (outcome instanceof SendOutcome.Disabled disabled) {
            failure = new UserError(
                    "backend '" + backend.name() + "' wants no more messages: " + disabled.reason()
                            + ". Nothing is lost: what was not sent will be, from where delivery stopped, when it is started again");
        } else if (outcome instanceof SendOutcome.Failed failed) {
            fail(ticket, failed.reason(), failed.words());
        }
    }

    private void postpone(Ticket<Work> ticket, SendOutcome.RetryLater later) {
        Work work = ticket.item();
        work.countFailure();
        Instant now = clock.instant();
        Optional<Duration> wish = later.after().map(after -> least(after, limits.retryAfterMost()));
        Optional<Duration> pause = schedule.pause(work.failures(), wish, random);
        wish.map(after -> now.plus(least(after, limits.throttleMost())))
                .filter(until -> until.isAfter(throttledUntil))
                .ifPresent(until -> throttledUntil = until);
        if (pause.isEmpty()) {
            fail(ticket, "given up after " + work.failures() + " attempts: " + later.reason(), later.words());
            return;
        }
        LOG.debug("{} is tried again in {}: {}", work.action().getActionId(), pause.get(), later.reason());
        tally.retries.incrementAndGet();
        queues.postpone(ticket, now.plus(pause.get()));
    }

    private void fail(Ticket<Work> ticket, String reason, Optional<String> words) {
        queues.done(ticket);
        endings.failed(ticket.item(), reason, words);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
