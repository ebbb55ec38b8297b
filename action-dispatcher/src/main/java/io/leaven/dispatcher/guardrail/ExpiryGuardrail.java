package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;

/** Closes channels whose message would expire before it may go out. */
final class ExpiryGuardrail implements Guardrail {

    private final ChannelActions actions;

    ExpiryGuardrail(ActionCatalogue catalogue) {
        this.actions = new ChannelActions(catalogue);
    }

    @Override
    public String reason() {
        return "expired";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return actions.without(channel -> occasion.sendTime(channel).expired());
    }
}
