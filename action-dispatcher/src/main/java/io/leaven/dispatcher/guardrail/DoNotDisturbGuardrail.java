package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.agent.action.MarketingAction;
import java.util.Map;

/**
 * Closes every promotion that does a customer's ticket harm, as far as one can be sure: the upper bound of its uplift, which
 * the request carries, is below zero. A promotion without a bound stays open.
 */
final class DoNotDisturbGuardrail implements Guardrail {

    private final ActionCatalogue catalogue;
    private final ActionMask all;

    DoNotDisturbGuardrail(ActionCatalogue catalogue) {
        this.catalogue = catalogue;
        this.all = ActionMask.all(catalogue.size());
    }

    @Override
    public String reason() {
        return "do-not-disturb";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        Map<String, Double> bounds = occasion.request().getUpliftUpper();
        if (bounds == null) {
            return all;
        }
        ActionMask open = all;
        for (MarketingAction action : catalogue.actions()) {
            if (action.isMessage() && bounds.getOrDefault(action.promotion(), 0.0) < 0) {
                open = open.without(action.index());
            }
        }
        return open;
    }
}
