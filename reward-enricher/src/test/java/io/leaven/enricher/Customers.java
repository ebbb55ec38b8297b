package io.leaven.enricher;

import io.leaven.enricher.reward.Outcome;
import io.leaven.enricher.reward.Treatment;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.Gender;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import java.time.Instant;
import java.util.List;

/** Records of made-up customers. */
public final class Customers {

    public static final CustomerAttributes ATTRIBUTES = new CustomerAttributes(38, Gender.FEMALE, 4.2);

    private static final Instant ENROLMENT = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAY_MS = 86_400_000;

    private Customers() {}

    public static CustomerState state(int step, Tier tier) {
        return CustomerState.newBuilder()
                .setAttributes(ATTRIBUTES)
                .setTier(tier)
                .setStep(step)
                .build();
    }

    /** The step went by without a purchase; Leaven decides the next. */
    public static CustomerEvent event(String customerId, int step) {
        return event(customerId, step, NextStep.DECIDE);
    }

    public static CustomerEvent event(String customerId, int step, NextStep next) {
        return CustomerEvent.newBuilder()
                .setCustomerId(customerId)
                .setStep(step)
                .setEventTime(ENROLMENT.plusMillis(step * DAY_MS))
                .setAttributes(ATTRIBUTES)
                .setTier(Tier.NONE)
                .setNext(next)
                .build();
    }

    public static CustomerEvent purchase(String customerId, int step, double ticket, Tier tier) {
        return CustomerEvent.newBuilder(event(customerId, step))
                .setPurchased(true)
                .setTicket(ticket)
                .setTier(tier)
                .build();
    }

    /** No message. */
    public static Decision none(String customerId, int step) {
        return Decision.newBuilder()
                .setDecisionId(customerId + ":" + step)
                .setCustomerId(customerId)
                .setStep(step)
                .setRequestedAt(ENROLMENT.plusMillis((step - 1) * DAY_MS))
                .setAction(0)
                .setPropensity(.1)
                .setProbabilities(List.of(.1, .9))
                .setGroup(DecisionGroup.AGENT)
                .setPolicy("test")
                .setSnapshot("agent/3")
                .setCatalogueHash("c0ffee")
                .build();
    }

    /** A large discount by push. */
    public static Decision largePush(String customerId, int step) {
        return Decision.newBuilder(none(customerId, step))
                .setAction(3)
                .setChannel("push")
                .setPromotion("large")
                .setMessageCost(.25)
                .setDiscount(.25)
                .build();
    }

    /** The step after a state, priced. */
    public static Transition transition(
            String customerId, CustomerState before, Treatment treatment, Outcome outcome, RewardLedger ledger) {
        int step = before.getStep() + 1;
        return Transition.newBuilder()
                .setTransitionId(customerId + ":" + step)
                .setCustomerId(customerId)
                .setStep(step)
                .setEventTime(ENROLMENT.plusMillis(step * DAY_MS))
                .setState(before)
                .setAction(treatment.isMessage() ? 3 : 0)
                .setChannel(treatment.channel())
                .setPromotion(treatment.promotion())
                .setPropensity(.1)
                .setReward(ledger)
                .setPurchased(outcome.purchased())
                .setNextState(state(step, outcome.tier()))
                .setTerminal(false)
                .setGroup(DecisionGroup.AGENT)
                .build();
    }

    /** Of the message of a step. */
    public static DeliveryReceipt receipt(String customerId, int step, DeliveryStatus status, Instant at) {
        return new DeliveryReceipt(customerId + ":" + step, customerId, "test", status, at, null, "push");
    }
}
