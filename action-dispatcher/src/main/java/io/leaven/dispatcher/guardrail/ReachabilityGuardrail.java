package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import java.util.List;

/** Closes channels by which the customer is known to have no address, unless the channel needs none. */
final class ReachabilityGuardrail implements Guardrail {

    private final ChannelActions actions;
    private final List<String> channels;
    private final boolean[] needsAddress;

    ReachabilityGuardrail(ActionCatalogue catalogue, GuardrailRules rules) {
        this.actions = new ChannelActions(catalogue);
        this.channels = catalogue.channels();
        this.needsAddress = new boolean[channels.size()];
        for (int i = 0; i < needsAddress.length; i++) {
            needsAddress[i] = rules.channel(channels.get(i)).needsAddress();
        }
    }

    @Override
    public String reason() {
        return "unreachable";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return actions.without(channel -> needsAddress[channel] && occasion.unreachable(channels.get(channel)));
    }
}
