package io.leaven.enricher.step;

import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.enricher.record.BadRecord;
import io.leaven.enricher.step.StepIntake.Input;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Transition;
import io.leaven.schemas.WaitingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets events and decisions of a customer meet: {@link StepLogic} on a Streams task, with its memory in two stores. A tombstone among
 * the profiles erases the memory of its customer. Records
 * come as bytes, so that a bad one goes to the dead letters as it came, in the transaction that commits its offset.
 *
 * <p>What it writes carries the timestamp of the record that led to it, the wall clock's where time alone did.
 */
final class StepJoiner extends ContextualProcessor<byte[], byte[], Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(StepJoiner.class);
    private static final int MOST_TIMEOUTS_A_SCAN = 1_000;
    private static final byte[] PRESENT = {};

    private final String eventTopic;
    private final String profileTopic;
    private final StepIntake intake;
    private final StepLogic logic;
    private final BiFunction<ConsumerRecord<byte[], byte[]>, BadRecord, ProducerRecord<byte[], byte[]>> letters;
    private final Duration scanInterval;
    private final EnricherCounts counts;
    private CustomerMemories customers;
    private KeyValueStore<Deadline, byte[]> deadlines;
    private long waiting;

    StepJoiner(
            String eventTopic,
            String profileTopic,
            StepIntake intake,
            StepLogic logic,
            BiFunction<ConsumerRecord<byte[], byte[]>, BadRecord, ProducerRecord<byte[], byte[]>> letters,
            Duration scanInterval,
            EnricherCounts counts) {
        this.eventTopic = eventTopic;
        this.profileTopic = profileTopic;
        this.intake = intake;
        this.logic = logic;
        this.letters = letters;
        this.scanInterval = scanInterval;
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        customers = new CustomerMemories(context.getStateStore(StepJoinerSupplier.CUSTOMER_STEPS));
        deadlines = context.getStateStore(StepJoinerSupplier.WAITING_STEPS);
        countWaiting(stored());
        context.schedule(scanInterval, PunctuationType.WALL_CLOCK_TIME, this::closeOverdue);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        if (source.topic().equals(profileTopic)) {
            if (record.key() != null && record.value() == null) {
                erase(new String(record.key(), StandardCharsets.UTF_8));
            }
            return;
        }
        boolean isEvent = source.topic().equals(eventTopic);
        Input input = isEvent
                ? intake.event(source.topic(), record.key(), record.value())
                : intake.decision(source.topic(), record.key(), record.value());
        if (input instanceof Input.Refused refused) {
            refuse(record, source, refused.why());
            return;
        }
        StepOutcome outcome;
        if (input instanceof Input.Event good) {
            counts.increment(EnricherMetric.EVENTS);
            String customerId = good.event().getCustomerId();
            CustomerStepState memory = customers.get(customerId);
            outcome = logic.event(memory, good.event(), context().currentSystemTimeMs());
            apply(customerId, memory, outcome, record.timestamp());
        } else {
            Decision decision = ((Input.Chosen) input).decision();
            counts.increment(EnricherMetric.DECISIONS);
            CustomerStepState memory = customers.get(decision.getCustomerId());
            outcome = logic.decision(memory, decision);
            apply(decision.getCustomerId(), memory, outcome, record.timestamp());
        }
        if (!outcome.notes().isEmpty()) {
            tell(record, source, outcome.notes());
        }
    }

    /** A profile without a value erases its customer; what else profiles say is the dispatcher's to know. */
    private void erase(String customerId) {
        CustomerStepState memory = customers.get(customerId);
        if (memory == null) {
            return;
        }
        for (WaitingEvent event : memory.getWaiting()) {
            deadlines.delete(new Deadline(event.getDeadline(), customerId, event.getStep()));
        }
        countWaiting(-memory.getWaiting().size());
        customers.delete(customerId);
        counts.increment(EnricherMetric.ERASED);
    }

    private void tell(Record<byte[], byte[]> record, RecordMetadata source, List<StepNote> notes) {
        LOG.debug("topic {} partition {} offset {}: {}", source.topic(), source.partition(), source.offset(), notes);
        if (notes.contains(StepNote.TOO_MANY_DECISIONS)) {
            String text = "its customer has as many decisions for open steps as are kept already";
            refuse(record, source, new BadRecord("TooManyDecisions", text));
        }
    }

    private void apply(String customerId, CustomerStepState before, StepOutcome outcome, long timestamp) {
        if (outcome.state() != before) {
            customers.put(customerId, outcome.state());
        }
        for (Deadline deadline : outcome.settled()) {
            deadlines.delete(deadline);
        }
        for (Deadline deadline : outcome.opened()) {
            deadlines.put(deadline, PRESENT);
        }
        countWaiting(outcome.opened().size() - outcome.settled().size());
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

    private void refuse(Record<byte[], byte[]> record, RecordMetadata source, BadRecord why) {
        LOG.warn(
                "topic {} partition {} offset {}: refused, {}: {}",
                source.topic(),
                source.partition(),
                source.offset(),
                why.errorClass(),
                why.errorText());
        ProducerRecord<byte[], byte[]> letter = letters.apply(
                new ConsumerRecord<>(source.topic(), source.partition(), source.offset(), record.key(), record.value()),
                why);
        context()
                .forward(
                        new Record<>(letter.key(), letter.value(), record.timestamp()),
                        StepJoinerSupplier.DEAD_LETTER_SINK);
        counts.increment(EnricherMetric.DEAD_LETTERS);
    }

    private void closeOverdue(long now) {
        if (waiting == 0) {
            return;
        }
        for (Deadline overdue : overdue(now)) {
            String customerId = overdue.customerId();
            CustomerStepState memory = customers.get(customerId);
            apply(customerId, memory, logic.timeout(customerId, memory, now), now);
        }
    }

    /** The first deadlines that are not after now, one for each customer. */
    private List<Deadline> overdue(long now) {
        List<Deadline> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deadline first = new Deadline(0, "", 0);
        Deadline end = new Deadline(now + 1, "", 0);
        try (KeyValueIterator<Deadline, byte[]> due = deadlines.range(first, end)) {
            while (due.hasNext() && found.size() < MOST_TIMEOUTS_A_SCAN) {
                KeyValue<Deadline, byte[]> next = due.next();
                if (seen.add(next.key.customerId())) {
                    found.add(next.key);
                }
            }
        }
        return found;
    }

    private long stored() {
        long count = 0;
        try (KeyValueIterator<Deadline, byte[]> all = deadlines.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    private void countWaiting(long more) {
        waiting += more;
        counts.add(EnricherMetric.WAITING, more);
    }

    private static EnricherMetric metric(StepNote note) {
        return switch (note) {
            case REPEATED_EVENT -> EnricherMetric.REPEATED_EVENTS;
            case GAP -> EnricherMetric.GAPS;
            case UNANSWERED -> EnricherMetric.UNANSWERED;
            case LATE_DECISION -> EnricherMetric.LATE_DECISIONS;
            case REPEATED_DECISION -> EnricherMetric.REPEATED_DECISIONS;
            case TOO_MANY_DECISIONS -> EnricherMetric.REFUSED_DECISIONS;
        };
    }

    /** Takes this task's waiting events out of the count: whoever gets the task next counts them. */
    @Override
    public void close() {
        countWaiting(-waiting);
    }
}
