package io.leaven.enricher.step;

import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.KeptDecision;
import io.leaven.schemas.WaitingEvent;
import io.leaven.schemas.feature.CustomerHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Joins the events of a customer with the decisions for their steps: (memory, event | decision | time) to (memory, outputs).
 *
 * <ul>
 *   <li>An event closes its step when the decision for it is known; until then it waits, and the events after it with it. After
 *       the grace time the step closes with action none and unknown propensity, in the group LOGGED: whatever was done, no
 *       decision of Leaven is on record for it.
 *   <li>An event of a step that was received before is a repeat. One that skips steps is a gap: its standing is adopted and
 *       nothing is closed. So is the first event of an unknown customer, unless it is the enrolment (step 0).
 *   <li>A decision waits for its event. One for a closed step is late, a second one for a step is a repeat.
 *   <li>A receipt of an opening or a click counts for the step that its message was for, whatever the order in which it comes, as
 *       long as the step's transition is not written; see {@link Outgoing}.
 * </ul>
 *
 * <p>Whatever the order in which events and decisions of a customer interleave, each step closes once and with its decision, as
 * long as each stream is in order by itself and no grace time runs out.
 *
 * <p>Pure: no clock, no Kafka; memories and inputs are not changed. Safe for use by several threads.
 */
public final class StepLogic {

    private static final CustomerStepState NOTHING =
            new CustomerStepState(null, List.of(), List.of(), List.of(), List.of());

    private final StepLimits limits;
    private final StepCloser closer;

    /** @param causal the newest models, asked anew for each step that closes */
    public StepLogic(
            StepLimits limits, CustomerHistory history, RewardFunction rewards, Supplier<UpliftSource> causal) {
        this(limits, history, rewards, causal, OptionalDouble.empty());
    }

    /**
     * The same with bounds of uplift in requests.
     *
     * @param boundZ how many standard errors above the estimate; empty for no bounds
     */
    public StepLogic(
            StepLimits limits,
            CustomerHistory history,
            RewardFunction rewards,
            Supplier<UpliftSource> causal,
            OptionalDouble boundZ) {
        this.limits = limits;
        this.closer = new StepCloser(limits, history, rewards, causal, boundZ);
    }

    /**
     * Takes an event.
     *
     * @param memory of its customer; null if the customer is unknown
     * @param now UTC milliseconds, from which the grace time counts
     */
    public StepOutcome event(CustomerStepState memory, CustomerEvent event, long now) {
        CustomerStepState known = memory == null ? NOTHING : memory;
        if (isRepeat(known, event.getStep())) {
            return unchanged(memory, StepNote.REPEATED_EVENT);
        }
        WaitingEvent closed = new WaitingEvent(
                event.getStep(),
                event.getEventTime().toEpochMilli(),
                event.getAttributes(),
                event.getTier(),
                event.getPurchased(),
                event.getTicket(),
                event.getNext(),
                now + limits.graceMs());
        return closer.run(event.getCustomerId(), known)
                .receive(closed)
                .closeWhatCan(limits.graceMs() == 0 ? now : Long.MIN_VALUE);
    }

    /**
     * Takes a decision.
     *
     * @param memory of its customer; null if the customer is unknown
     */
    public StepOutcome decision(CustomerStepState memory, Decision decision) {
        CustomerStepState known = memory == null ? NOTHING : memory;
        int step = decision.getStep();
        if (known.getState() != null && step <= known.getState().getStep()) {
            return unchanged(memory, StepNote.LATE_DECISION);
        }
        List<KeptDecision> kept = known.getDecisions();
        if (kept.stream().anyMatch(other -> other.getStep() == step)) {
            return unchanged(memory, StepNote.REPEATED_DECISION);
        }
        if (kept.size() >= limits.mostDecisions()) {
            return unchanged(memory, StepNote.TOO_MANY_DECISIONS);
        }
        KeptDecision keep = new KeptDecision(
                step,
                decision.getAction(),
                decision.getChannel(),
                decision.getPromotion(),
                decision.getMessageCost(),
                decision.getDiscount(),
                decision.getPropensity(),
                decision.getGroup(),
                decision.getSnapshot(),
                decision.getCatalogueHash());
        if (known.getWaiting().isEmpty()) {
            List<KeptDecision> more = new ArrayList<>(kept.size() + 1);
            more.addAll(kept);
            more.add(keep);
            CustomerStepState after = new CustomerStepState(
                    known.getState(), more, known.getWaiting(), known.getHeld(), known.getEngagements());
            return new StepOutcome(after, List.of(), List.of(), List.of(), List.of(), List.of());
        }
        return closer.run(decision.getCustomerId(), known).receive(keep).closeWhatCan(Long.MIN_VALUE);
    }

    /**
     * Takes a receipt of an opening or a click.
     *
     * @param memory of its customer; null if the customer is unknown
     * @param step that the message was for
     */
    StepOutcome receipt(CustomerStepState memory, int step, DeliveryReceipt receipt) {
        if (memory == null) {
            return unchanged(null, StepNote.UNKNOWN_RECEIPT);
        }
        int closed = memory.getState() == null ? 0 : memory.getState().getStep();
        boolean held =
                memory.getHeld().stream().anyMatch(each -> each.getTransition().getStep() == step);
        if (step <= closed && !held) {
            return unchanged(memory, StepNote.LATE_RECEIPT);
        }
        EngagementLog log = new EngagementLog(new ArrayList<>(memory.getEngagements()));
        if (!log.join(step, receipt.getStatus(), receipt.getOccurredAt().toEpochMilli())) {
            return unchanged(memory, StepNote.REPEATED_RECEIPT);
        }
        List<StepNote> notes = new ArrayList<>(0);
        for (int i = log.bound(closed, limits.mostDecisions()); i > 0; i--) {
            notes.add(StepNote.UNKNOWN_RECEIPT);
        }
        CustomerStepState after = new CustomerStepState(
                memory.getState(), memory.getDecisions(), memory.getWaiting(), memory.getHeld(), log.entries());
        return new StepOutcome(after, List.of(), List.of(), List.of(), List.of(), notes);
    }

    /** Closes the steps whose deadline is not after {@code now}, and those that can close behind them; writes what was held so long. */
    StepOutcome timeout(String customerId, CustomerStepState memory, long now) {
        return closer.run(customerId, memory).closeWhatCan(now);
    }

    private static boolean isRepeat(CustomerStepState known, int step) {
        List<WaitingEvent> waiting = known.getWaiting();
        if (!waiting.isEmpty()) {
            return step <= waiting.get(waiting.size() - 1).getStep();
        }
        return known.getState() != null && step <= known.getState().getStep();
    }

    private static StepOutcome unchanged(CustomerStepState memory, StepNote note) {
        return new StepOutcome(memory, List.of(), List.of(), List.of(), List.of(), List.of(note));
    }
}
