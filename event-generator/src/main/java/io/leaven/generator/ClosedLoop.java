package io.leaven.generator;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.UserError;
import io.leaven.generator.stream.LoopStream;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves decisions from their topic to simulated customers, and the customers' events to theirs. Not thread-safe. */
final class ClosedLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ClosedLoop.class);

    private final LoopStream customers;
    private final DecisionReader decisions;
    private final RecordWriter writer;
    private final DeadLetters deadLetters;
    private final RunControl control;
    private final Pace pace;
    private final Duration patience;
    private long events;
    private long letters;
    private long lastHeard;

    /** @param patience how long no customer may be answered before it is an error */
    ClosedLoop(
            LoopStream customers,
            DecisionReader decisions,
            RecordWriter writer,
            Connection connection,
            Clock clock,
            RunControl control,
            Duration patience) {
        this.customers = customers;
        this.decisions = decisions;
        this.writer = writer;
        this.deadLetters = new DeadLetters(connection, "generator", clock);
        this.control = control;
        this.pace = control.pace();
        this.patience = patience;
    }

    /**
     * Runs until every customer has lived its last step, or it is told to stop.
     *
     * @throws UserError if no decision comes for too long
     */
    void run() {
        while (customers.hasNextEnrolment() && pace.awaitNext()) {
            write(customers.enrolNext());
        }
        lastHeard = System.nanoTime();
        while (!customers.isFinished() && !control.stop().isRaised()) {
            for (ConsumerRecord<byte[], byte[]> record : decisions.poll()) {
                if (isOurs(record) && !follow(record)) {
                    return;
                }
            }
            failIfForgotten();
        }
    }

    /** Customer events written. */
    long events() {
        return events;
    }

    /** Decisions sent to dead letters. */
    long letters() {
        return letters;
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && customers.knows(new String(record.key(), StandardCharsets.UTF_8));
    }

    /** False if it is to stop. */
    private boolean follow(ConsumerRecord<byte[], byte[]> record) {
        Optional<Decision> decision = decode(record);
        Optional<CustomerEvent> event = decision.flatMap(customers::accept);
        if (event.isEmpty()) {
            return true;
        }
        lastHeard = System.nanoTime();
        boolean go = pace.awaitNext();
        write(event.get());
        return go;
    }

    private Optional<Decision> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(decisions.decode(record));
        } catch (RuntimeException e) {
            LOG.warn(
                    "decision at {}, partition {}, offset {} cannot be decoded and goes to dead letters: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.toString());
            writer.write(deadLetters.letter(record, e));
            letters++;
            return Optional.empty();
        }
    }

    private void write(CustomerEvent event) {
        writer.write(Topics.CUSTOMER_EVENTS, event.getCustomerId(), event, event.getEventTime());
        control.progress().accept(++events);
    }

    private void failIfForgotten() {
        if (System.nanoTime() - lastHeard > patience.toNanos()) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "no decision came for %.1f s while %,d simulated customers wait. Are `leaven enrich` and `leaven"
                            + " dispatch` running? Customers that were enrolled before go on with --resume; new ones need"
                            + " another --seed or --customer-prefix.",
                    patience.toMillis() / 1000.0,
                    customers.waiting()));
        }
    }
}
