package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;

/** Closes channels whose hours are quiet now and whose messages are not held. */
final class QuietHoursGuardrail implements Guardrail {

    private final ChannelActions actions;

    QuietHoursGuardrail(ActionCatalogue catalogue) {
        this.actions = new ChannelActions(catalogue);
    }

    @Override
    public String reason() {
        return "quiet-hours";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return actions.without(channel -> occasion.sendTime(channel).quiet());
    }
}
