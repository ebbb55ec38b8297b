package io.leaven.dispatcher.delivery;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How actions end: with a receipt, and those that can never be sent in the dead letters, too. Only when the receipt is on the
 * broker does the action's record count as done.
 */
final class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Connection connection;
    private final Outbox outbox;
    private final ReadPositions positions;
    private final DeadLetters deadLetters;
    private final String backend;
    private final Clock clock;
    private final DeliveryTally tally;
    private final DeliveryListener listener;

    /** @param backend whose name the receipts bear */
    Endings(
            Connection connection,
            Outbox outbox,
            ReadPositions positions,
            DeadLetters deadLetters,
            String backend,
            Clock clock,
            DeliveryTally tally,
            DeliveryListener listener) {
        this.connection = connection;
        this.outbox = outbox;
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.backend = backend;
        this.clock = clock;
        this.tally = tally;
        this.listener = listener;
    }

    /** @param detail the backend's words; null if it gave none */
    void sent(Work work, String detail) {
        tally.sent.incrementAndGet();
        end(work, DeliveryStatus.SENT, detail);
    }

    void expired(Work work, Instant since) {
        tally.expired.incrementAndGet();
        end(work, DeliveryStatus.EXPIRED, "not sent: it was too late after " + since);
    }

    /** The customer does not want it any more. */
    void withheld(Work work, String reason) {
        tally.withheld.incrementAndGet();
        end(work, DeliveryStatus.FAILED, "not sent: " + reason);
    }

    /** @param words of the backend, which are not logged: they may repeat what is known of the customer */
    void failed(Work work, String reason, Optional<String> words) {
        LOG.warn("{} cannot be sent: {}", work.action().getActionId(), reason);
        String detail = words.map(said -> reason + ": " + said).orElse(reason);
        tally.failed.incrementAndGet();
        tally.deadLetters.incrementAndGet();
        outbox.write(deadLetters.letter(work.record(), "DeliveryFailed", detail), () -> {});
        end(work, DeliveryStatus.FAILED, detail);
    }

    /** The record is no action at all. */
    void refused(ConsumerRecord<byte[], byte[]> record, Exception why) {
        LOG.warn(
                "refused the action at topic {}, partition {}, offset {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                why.getMessage());
        tally.deadLetters.incrementAndGet();
        outbox.write(deadLetters.letter(record, why), () -> positions.done(record));
    }

    private void end(Work work, DeliveryStatus status, String detail) {
        MessageAction action = work.action();
        DeliveryReceipt receipt = new DeliveryReceipt(
                action.getActionId(),
                action.getCustomerId(),
                backend,
                status,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                detail,
                action.getChannel());
        listener.ended(receipt);
        outbox.write(
                connection.record(Topics.DELIVERY_RECEIPTS, action.getCustomerId(), receipt, null),
                () -> positions.done(work.record()));
    }
}
