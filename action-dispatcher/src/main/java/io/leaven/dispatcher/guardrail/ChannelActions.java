package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.agent.action.MarketingAction;
import java.util.function.IntPredicate;

/** Which actions of a catalogue go by which channel, so that rules on channels become masks. */
final class ChannelActions {

    private final ActionMask all;
    private final long[] bits;

    ChannelActions(ActionCatalogue catalogue) {
        this.all = ActionMask.all(catalogue.size());
        this.bits = new long[catalogue.channels().size()];
        for (MarketingAction action : catalogue.actions()) {
            if (action.isMessage()) {
                bits[catalogue.channels().indexOf(action.channel())] |= 1L << action.index();
            }
        }
    }

    /** The whole catalogue. */
    ActionMask all() {
        return all;
    }

    /**
     * The catalogue without the messages of some channels.
     *
     * @param closed told of each channel, by position in the catalogue
     */
    ActionMask without(IntPredicate closed) {
        long shut = 0;
        for (int channel = 0; channel < bits.length; channel++) {
            if (closed.test(channel)) {
                shut |= bits[channel];
            }
        }
        return shut == 0 ? all : new ActionMask(all.size(), all.bits() & ~shut);
    }
}
