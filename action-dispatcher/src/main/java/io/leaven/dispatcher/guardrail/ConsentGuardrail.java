package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import java.util.List;

/**
 * Closes every message by a channel that the customer objects to; of an opt-in channel also where the customer never said
 * yes. What a request says of a channel that the catalogue lacks is of no effect.
 */
final class ConsentGuardrail implements Guardrail {

    private final ChannelActions actions;
    private final List<String> channels;
    private final boolean[] optIn;

    ConsentGuardrail(ActionCatalogue catalogue, GuardrailRules rules) {
        this.actions = new ChannelActions(catalogue);
        this.channels = catalogue.channels();
        this.optIn = new boolean[channels.size()];
        for (int i = 0; i < optIn.length; i++) {
            optIn[i] = rules.channel(channels.get(i)).optIn();
        }
    }

    @Override
    public String reason() {
        return "consent";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return actions.without(channel -> {
            Boolean consent = occasion.consent(channels.get(channel));
            return consent == null ? optIn[channel] : !consent;
        });
    }
}
