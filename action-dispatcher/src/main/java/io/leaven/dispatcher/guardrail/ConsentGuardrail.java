package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.agent.action.MarketingAction;
import io.leaven.schemas.DecisionRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes every message by a channel that the customer objects to. A channel that the request does not name has no
 * objection on record and stays open; a channel that the catalogue lacks is of no effect.
 */
public final class ConsentGuardrail implements Guardrail {

    private final ActionMask all;
    private final Map<String, Long> actionsByChannel = new HashMap<>();

    public ConsentGuardrail(ActionCatalogue catalogue) {
        this.all = ActionMask.all(catalogue.size());
        for (MarketingAction action : catalogue.actions()) {
            if (action.isMessage()) {
                actionsByChannel.merge(action.channel(), 1L << action.index(), (a, b) -> a | b);
            }
        }
    }

    @Override
    public String reason() {
        return "consent";
    }

    @Override
    public ActionMask allowed(DecisionRequest request) {
        long refused = 0;
        for (Map.Entry<String, Boolean> consent : request.getConsent().entrySet()) {
            if (!consent.getValue()) {
                refused |= actionsByChannel.getOrDefault(consent.getKey(), 0L);
            }
        }
        return refused == 0 ? all : new ActionMask(all.size(), all.bits() & ~refused);
    }
}
