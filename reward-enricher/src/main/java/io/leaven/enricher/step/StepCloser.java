package io.leaven.enricher.step;

import io.leaven.enricher.reward.Outcome;
import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.Treatment;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.KeptDecision;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Transition;
import io.leaven.schemas.WaitingEvent;
import io.leaven.schemas.feature.CustomerHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Closes the steps of one customer in order, as far as their decisions are known: the second half of {@link StepLogic}. */
final class StepCloser {

    private final StepLimits limits;
    private final CustomerHistory history;
    private final RewardFunction rewards;
    private final Supplier<UpliftSource> causal;
    private final OptionalDouble boundZ;

    /** @param boundZ standard errors above the estimate, for the bounds in requests; empty for none */
    StepCloser(
            StepLimits limits,
            CustomerHistory history,
            RewardFunction rewards,
            Supplier<UpliftSource> causal,
            OptionalDouble boundZ) {
        this.limits = limits;
        this.history = history;
        this.rewards = rewards;
        this.causal = causal;
        this.boundZ = boundZ;
    }

    Run run(String customerId, CustomerStepState memory) {
        return new Run(customerId, memory);
    }

    /** One pass over a customer's memory, of which it changes a copy. */
    final class Run {

        private final String customerId;
        private final List<KeptDecision> decisions;
        private final List<WaitingEvent> waiting;
        private final int waitedBefore;
        private final EngagementLog engagements;
        private final Outgoing outgoing;
        private final List<DecisionRequest> requests = new ArrayList<>(1);
        private final List<StepNote> notes = new ArrayList<>(0);
        private CustomerState state;

        private Run(String customerId, CustomerStepState memory) {
            this.customerId = customerId;
            this.state = memory.getState();
            this.decisions = new ArrayList<>(memory.getDecisions());
            this.waiting = new ArrayList<>(memory.getWaiting());
            this.waitedBefore = waiting.size();
            this.engagements = new EngagementLog(new ArrayList<>(memory.getEngagements()));
            this.outgoing = new Outgoing(
                    customerId, rewards.engagement(), limits.mostHeld(), memory.getHeld(), engagements, notes);
        }

        Run receive(WaitingEvent event) {
            waiting.add(event);
            return this;
        }

        Run receive(KeptDecision decision) {
            decisions.add(decision);
            return this;
        }

        /**
         * Closes steps from the first waiting one on, without a decision only if its deadline is not after {@code now}; and writes
         * held transitions whose deadline is not after it.
         */
        StepOutcome closeWhatCan(long now) {
            int closed = 0;
            while (closed < waiting.size()) {
                WaitingEvent event = waiting.get(closed);
                KeptDecision decision = take(event.getStep());
                if (state == null || event.getStep() > state.getStep() + 1) {
                    adopt(event, decision);
                } else if (decision != null
                        || event.getDeadline() <= now
                        || waiting.size() - closed > limits.mostWaiting()) {
                    close(event, decision);
                } else {
                    break;
                }
                closed++;
            }
            outgoing.release(now);
            List<Deadline> settled = deadlines(0, Math.min(closed, waitedBefore));
            settled.addAll(outgoing.settled());
            List<Deadline> opened = deadlines(Math.max(closed, waitedBefore), waiting.size());
            opened.addAll(outgoing.opened());
            List<WaitingEvent> left = new ArrayList<>(waiting.subList(closed, waiting.size()));
            CustomerStepState memory =
                    new CustomerStepState(state, decisions, left, outgoing.held(), engagements.entries());
            return new StepOutcome(memory, outgoing.written(), requests, opened, settled, notes);
        }

        private void adopt(WaitingEvent event, KeptDecision decision) {
            if (state != null || event.getStep() > 0) {
                notes.add(StepNote.GAP);
            }
            String channel = decision == null ? null : decision.getChannel();
            state = state == null
                    ? history.begin(closing(event, channel))
                    : history.after(state, closing(event, channel));
            forgetDecisionsUpTo(event.getStep());
            forgetEngagementsUpTo(event.getStep());
            ask(event);
        }

        private void close(WaitingEvent event, KeptDecision decision) {
            if (decision == null) {
                notes.add(StepNote.UNANSWERED);
            }
            CustomerState before = state;
            Treatment treatment = decision == null
                    ? Treatment.NONE
                    : new Treatment(
                            decision.getChannel(),
                            decision.getPromotion(),
                            decision.getMessageCost(),
                            decision.getDiscount());
            Outcome outcome = new Outcome(event.getPurchased(), event.getTicket(), event.getTier());
            state = history.after(before, closing(event, treatment.channel()));
            Transition transition = new Transition(
                    decisionId(event.getStep()),
                    customerId,
                    event.getStep(),
                    Instant.ofEpochMilli(event.getEventTime()),
                    before,
                    decision == null ? 0 : decision.getAction(),
                    treatment.channel(),
                    treatment.promotion(),
                    decision == null ? null : decision.getPropensity(),
                    rewards.price(before, treatment, outcome, causal.get()),
                    event.getPurchased(),
                    state,
                    null,
                    1,
                    event.getNext() == NextStep.END,
                    decision == null ? DecisionGroup.LOGGED : decision.getGroup(),
                    decision == null ? null : decision.getSnapshot(),
                    decision == null ? null : decision.getCatalogueHash());
            outgoing.add(transition, event.getDeadline() - limits.graceMs());
            ask(event);
        }

        private static CustomerHistory.Closing closing(WaitingEvent event, String channel) {
            return new CustomerHistory.Closing(
                    event.getAttributes(), event.getTier(), event.getStep(), event.getPurchased(), channel);
        }

        /** Asks for the decision of the next step, if it is Leaven's to make and that step is not over already. */
        private void ask(WaitingEvent event) {
            boolean newest = event == waiting.get(waiting.size() - 1);
            if (newest && event.getNext() == NextStep.DECIDE) {
                int step = event.getStep() + 1;
                requests.add(new DecisionRequest(
                        decisionId(step),
                        customerId,
                        step,
                        Instant.ofEpochMilli(event.getEventTime()),
                        state,
                        Map.of(),
                        null,
                        null,
                        null,
                        boundZ.isEmpty() ? null : causal.get().upperBounds(state, boundZ.getAsDouble())));
            }
        }

        private KeptDecision take(int step) {
            for (int i = 0; i < decisions.size(); i++) {
                if (decisions.get(i).getStep() == step) {
                    return decisions.remove(i);
                }
            }
            return null;
        }

        private void forgetDecisionsUpTo(int step) {
            for (Iterator<KeptDecision> each = decisions.iterator(); each.hasNext(); ) {
                if (each.next().getStep() <= step) {
                    each.remove();
                    notes.add(StepNote.LATE_DECISION);
                }
            }
        }

        private void forgetEngagementsUpTo(int step) {
            for (int i = engagements.forget(step, outgoing.heldSteps()); i > 0; i--) {
                notes.add(StepNote.UNKNOWN_RECEIPT);
            }
        }

        private List<Deadline> deadlines(int from, int to) {
            List<Deadline> deadlines = new ArrayList<>(0);
            for (int i = from; i < to; i++) {
                WaitingEvent event = waiting.get(i);
                deadlines.add(new Deadline(event.getDeadline(), customerId, event.getStep()));
            }
            return deadlines;
        }

        private String decisionId(int step) {
            return customerId + ":" + step;
        }
    }
}
