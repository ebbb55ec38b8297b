package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionMask;
import io.leaven.schemas.MaskedAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the guardrails leave of the catalogue, and why the rest is closed.
 *
 * @param mask the actions that may be chosen
 * @param masked every other action with the first reason found against it, by index
 */
public record OpenActions(ActionMask mask, List<MaskedAction> masked) {

    public OpenActions {
        masked = List.copyOf(masked);
    }

    /** The whole catalogue. */
    public static OpenActions all(int actions) {
        return new OpenActions(ActionMask.all(actions), List.of());
    }

    /** What is left where only {@code allowed} stays open; what it closes is closed for that reason. */
    public OpenActions only(ActionMask allowed, String reason) {
        long left = mask.bits() & allowed.bits();
        if (left == mask.bits()) {
            return this;
        }
        List<MaskedAction> closed = new ArrayList<>(masked);
        mask.stream()
                .filter(action -> !allowed.allows(action))
                .forEach(action -> closed.add(new MaskedAction(action, reason)));
        closed.sort(Comparator.comparingInt(MaskedAction::getAction));
        return new OpenActions(new ActionMask(mask.size(), left), closed);
    }

    /** Nothing but "none". */
    public OpenActions none(String reason) {
        return only(new ActionMask(mask.size(), 0), reason);
    }
}
