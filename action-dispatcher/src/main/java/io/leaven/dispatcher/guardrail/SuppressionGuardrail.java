package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import java.util.List;

/** Closes channels that nothing is sent by: for everybody by the rules, or for one customer by its profile. */
final class SuppressionGuardrail implements Guardrail {

    private final ChannelActions actions;
    private final List<String> channels;
    private final boolean[] off;

    SuppressionGuardrail(ActionCatalogue catalogue, GuardrailRules rules) {
        this.actions = new ChannelActions(catalogue);
        this.channels = catalogue.channels();
        this.off = new boolean[channels.size()];
        for (int i = 0; i < off.length; i++) {
            off[i] = !rules.channel(channels.get(i)).send();
        }
    }

    @Override
    public String reason() {
        return "suppressed";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return actions.without(channel -> off[channel] || occasion.suppressed(channels.get(channel)));
    }
}
