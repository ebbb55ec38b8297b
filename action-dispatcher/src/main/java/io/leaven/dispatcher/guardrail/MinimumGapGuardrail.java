package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import java.time.Duration;

/** Closes a channel whose message would go out too soon after, or before, another one to the customer. */
final class MinimumGapGuardrail implements Guardrail {

    private final ChannelActions actions;
    private final long gap;

    MinimumGapGuardrail(ActionCatalogue catalogue, Duration gap) {
        this.actions = new ChannelActions(catalogue);
        this.gap = gap.toMillis();
    }

    @Override
    public String reason() {
        return "minimum-gap";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return actions.without(channel ->
                occasion.history().around(null, occasion.sendTime(channel).at(), gap) > 0);
    }
}
