package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.dispatcher.guardrail.rules.Cap;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import java.util.List;

/**
 * Closes a channel while a cap of its own, or one over all channels, is reached in the window around the moment at which its
 * message would go out.
 */
final class FrequencyCapGuardrail implements Guardrail {

    private final ChannelActions actions;
    private final List<String> channels;
    private final List<List<Cap>> capsByChannel;
    private final List<Cap> overall;

    FrequencyCapGuardrail(ActionCatalogue catalogue, GuardrailRules rules) {
        this.actions = new ChannelActions(catalogue);
        this.channels = catalogue.channels();
        this.capsByChannel =
                channels.stream().map(channel -> rules.channel(channel).caps()).toList();
        this.overall = rules.caps();
    }

    @Override
    public String reason() {
        return "frequency-cap";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return actions.without(channel -> {
            long at = occasion.sendTime(channel).at();
            return reached(capsByChannel.get(channel), occasion, channels.get(channel), at)
                    || reached(overall, occasion, null, at);
        });
    }

    private static boolean reached(List<Cap> caps, Occasion occasion, String channel, long at) {
        for (Cap cap : caps) {
            if (occasion.history().around(channel, at, cap.window().toMillis()) >= cap.most()) {
                return true;
            }
        }
        return false;
    }
}
