package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.dispatcher.guardrail.rules.Cap;

/** Closes channels while as many messages go out to all customers together as may. */
final class SendRateGuardrail implements Guardrail {

    private final ChannelActions actions;
    private final Cap rate;

    SendRateGuardrail(ActionCatalogue catalogue, Cap rate) {
        this.actions = new ChannelActions(catalogue);
        this.rate = rate;
    }

    @Override
    public String reason() {
        return "send-rate";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        long most = occasion.ledger().share().of(rate.most());
        return actions.without(channel ->
                occasion.ledger().messagesAround(occasion.sendTime(channel).at()) + 1 > most);
    }
}
