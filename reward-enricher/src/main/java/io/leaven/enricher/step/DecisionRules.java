package io.leaven.enricher.step;

import io.leaven.schemas.Decision;
import java.util.Optional;

/** What makes a decision unusable: the ranges that its schema states in words. Pure. */
final class DecisionRules {

    private DecisionRules() {}

    /** The first rule that the decision breaks, in words with the value that breaks it; empty for a good one. */
    static Optional<String> violation(Decision decision) {
        String broken = null;
        String id = decision.getCustomerId() + ":" + decision.getStep();
        if (decision.getStep() < 1) {
            broken = "step is " + decision.getStep() + ", the first that can be decided is 1";
        } else if (!decision.getDecisionId().equals(id)) {
            broken = "decisionId is '" + decision.getDecisionId() + "', it should be '" + id + "'";
        } else if (decision.getAction() < 0) {
            broken = "action is " + decision.getAction() + ", it should be 0 or more";
        } else if ((decision.getAction() == 0) != (decision.getChannel() == null)
                || (decision.getAction() == 0) != (decision.getPromotion() == null)) {
            broken = "action is " + decision.getAction() + " with channel " + decision.getChannel() + " and promotion "
                    + decision.getPromotion() + ": both belong to every action but 0";
        } else if (!(decision.getMessageCost() >= 0 && Double.isFinite(decision.getMessageCost()))) {
            broken = "messageCost is " + decision.getMessageCost() + ", it should be 0 dollars or more";
        } else if (!(decision.getDiscount() >= 0 && decision.getDiscount() < 1)) {
            broken = "discount is " + decision.getDiscount() + ", it should be from 0 to below 1";
        } else if (!(decision.getPropensity() > 0 && decision.getPropensity() <= 1)) {
            broken = "propensity is " + decision.getPropensity() + ", it should be above 0 and at most 1";
        }
        return Optional.ofNullable(broken);
    }
}
