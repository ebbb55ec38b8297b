package io.leaven.enricher.step;

import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.enricher.record.BadRecord;
import io.leaven.enricher.record.Refusals;
import io.leaven.enricher.step.StepIntake.Input;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.Transition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets events, decisions and receipts of a customer meet: {@link StepLogic} on a Streams task, with its memory in two stores. A
 * tombstone among the profiles erases the memory of its customer. Records come as bytes, so that a bad one goes to the dead
 * letters as it came, in the transaction that commits its offset.
 *
 * <p>What it writes carries the timestamp of the record that led to it, the wall clock's where time alone did.
 */
final class StepJoiner extends ContextualProcessor<byte[], byte[], Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(StepJoiner.class);
    private static final int MOST_TIMEOUTS_A_SCAN = 10_000;

    private final StepIntake intake;
    private final StepLogic logic;
    private final Refusals refusals;
    private final Duration scanInterval;
    private final Duration catchUp;
    private final Clock clock;
    private final EnricherCounts counts;
    private Instant caughtUpAt;
    private CustomerMemories customers;
    private DeadlineStore deadlines;
    private long waiting;
    private long held;

    StepJoiner(
            StepIntake intake,
            StepLogic logic,
            Refusals refusals,
            Duration scanInterval,
            Duration catchUp,
            Clock clock,
            EnricherCounts counts) {
        this.intake = intake;
        this.logic = logic;
        this.refusals = refusals;
        this.scanInterval = scanInterval;
        this.catchUp = catchUp;
        this.clock = clock;
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        caughtUpAt = clock.instant().plus(catchUp);
        customers = new CustomerMemories(context.getStateStore(StepJoinerSupplier.CUSTOMER_STEPS));
        deadlines = new DeadlineStore(context.getStateStore(StepJoinerSupplier.WAITING_STEPS));
        DeadlineStore.Count stored = deadlines.count();
        countWaiting(stored.events(), stored.transitions());
        context.schedule(scanInterval, PunctuationType.WALL_CLOCK_TIME, this::closeOverdue);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        Input input = intake.read(source.topic(), record.key(), record.value());
        if (input instanceof Input.Event good) {
            counts.increment(EnricherMetric.EVENTS);
            CustomerEvent event = good.event();
            long now = context().currentSystemTimeMs();
            handle(record, source, event.getCustomerId(), memory -> logic.event(memory, event, now));
        } else if (input instanceof Input.Chosen chosen) {
            counts.increment(EnricherMetric.DECISIONS);
            Decision decision = chosen.decision();
            handle(record, source, decision.getCustomerId(), memory -> logic.decision(memory, decision));
        } else if (input instanceof Input.Engaged engaged) {
            counts.increment(EnricherMetric.RECEIPTS);
            DeliveryReceipt receipt = engaged.receipt();
            handle(record, source, receipt.getCustomerId(), memory -> logic.receipt(memory, engaged.step(), receipt));
        } else if (input instanceof Input.Erased erased) {
            erase(erased.customerId());
        } else if (input instanceof Input.Refused refused) {
            refusals.refuse(context(), record, refused.why());
        }
    }

    private void handle(
            Record<byte[], byte[]> record,
            RecordMetadata source,
            String customerId,
            Function<CustomerStepState, StepOutcome> step) {
        CustomerStepState memory = customers.get(customerId);
        StepOutcome outcome = step.apply(memory);
        apply(customerId, memory, outcome, record.timestamp());
        if (!outcome.notes().isEmpty()) {
            tell(record, source, outcome.notes());
        }
    }

    private void erase(String customerId) {
        CustomerStepState memory = customers.get(customerId);
        if (memory == null) {
            return;
        }
        deadlines.forget(customerId, memory);
        countWaiting(-memory.getWaiting().size(), -memory.getHeld().size());
        customers.delete(customerId);
        counts.increment(EnricherMetric.ERASED);
    }

    private void tell(Record<byte[], byte[]> record, RecordMetadata source, List<StepNote> notes) {
        LOG.debug("topic {} partition {} offset {}: {}", source.topic(), source.partition(), source.offset(), notes);
        if (notes.contains(StepNote.TOO_MANY_DECISIONS)) {
            String text = "its customer has as many decisions for open steps as are kept already";
            refusals.refuse(context(), record, new BadRecord("TooManyDecisions", text));
        }
    }

    private void apply(String customerId, CustomerStepState before, StepOutcome outcome, long timestamp) {
        if (outcome.state() != before) {
            customers.put(customerId, outcome.state());
            countWaiting(
                    outcome.state().getWaiting().size()
                            - (before == null ? 0 : before.getWaiting().size()),
                    outcome.state().getHeld().size()
                            - (before == null ? 0 : before.getHeld().size()));
        }
        outcome.settled().forEach(deadlines::settle);
        outcome.opened().forEach(deadline -> deadlines.open(deadline, outcome.state()));
        for (Transition transition : outcome.transitions()) {
            context().forward(new Record<>(customerId, transition, timestamp), StepJoinerSupplier.REPLAY_SINK);
        }
        for (DecisionRequest request : outcome.requests()) {
            context().forward(new Record<>(customerId, request, timestamp), StepJoinerSupplier.REQUEST_SINK);
        }
        counts.add(EnricherMetric.TRANSITIONS, outcome.transitions().size());
        counts.add(EnricherMetric.REQUESTS, outcome.requests().size());
        for (StepNote note : outcome.notes()) {
            counts.increment(metric(note));
        }
    }

    private void closeOverdue(long now) {
        if (waiting + held == 0) {
            return;
        }
        long passed = passed(now);
        for (Deadline overdue : deadlines.overdue(passed, MOST_TIMEOUTS_A_SCAN)) {
            String customerId = overdue.customerId();
            CustomerStepState memory = customers.get(customerId);
            apply(customerId, memory, logic.timeout(customerId, memory, passed), now);
        }
    }

    /**
     * Up to when deadlines have passed. After an outage what is waited for may stand on the topics, unread: while the task catches
     * up, only what the stream has come to counts.
     */
    private long passed(long now) {
        return now < caughtUpAt.toEpochMilli() ? Math.min(now, context().currentStreamTimeMs()) : now;
    }

    private void countWaiting(long moreEvents, long moreTransitions) {
        waiting += moreEvents;
        held += moreTransitions;
        counts.add(EnricherMetric.WAITING, moreEvents);
        counts.add(EnricherMetric.HELD, moreTransitions);
    }

    private static EnricherMetric metric(StepNote note) {
        return switch (note) {
            case REPEATED_EVENT -> EnricherMetric.REPEATED_EVENTS;
            case GAP -> EnricherMetric.GAPS;
            case UNANSWERED -> EnricherMetric.UNANSWERED;
            case LATE_DECISION -> EnricherMetric.LATE_DECISIONS;
            case REPEATED_DECISION -> EnricherMetric.REPEATED_DECISIONS;
            case TOO_MANY_DECISIONS -> EnricherMetric.REFUSED_DECISIONS;
            case REPEATED_RECEIPT -> EnricherMetric.REPEATED_RECEIPTS;
            case LATE_RECEIPT -> EnricherMetric.LATE_RECEIPTS;
            case UNKNOWN_RECEIPT -> EnricherMetric.UNKNOWN_RECEIPTS;
        };
    }

    /** Takes what waits in this task out of the count: whoever gets the task next counts them. */
    @Override
    public void close() {
        countWaiting(-waiting, -held);
    }
}
