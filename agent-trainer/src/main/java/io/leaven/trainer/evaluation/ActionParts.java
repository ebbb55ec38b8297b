package io.leaven.trainer.evaluation;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a {@link LinearModel} tells actions apart by: the parts that each is made of. Actions that share a part learn from each
 * other.
 *
 * @param ofAction for each action the indices of its parts, from 0; none for the one that the others are compared with
 */
public record ActionParts(List<List<Integer>> ofAction) {

    public ActionParts {
        ofAction = ofAction.stream().map(List::copyOf).toList();
    }

    /** Each action but the first is a part of its own: no action learns from another. */
    public static ActionParts single(int actions) {
        return new ActionParts(IntStream.range(0, actions)
                .mapToObj(action -> action == 0 ? List.<Integer>of() : List.of(action - 1))
                .toList());
    }

    /** A message is its channel and its promotion: six parts for the nine messages of the standard catalogue. */
    public static ActionParts of(ActionCatalogue catalogue) {
        List<List<Integer>> parts = new ArrayList<>();
        for (MarketingAction action : catalogue.actions()) {
            parts.add(
                    action.isMessage()
                            ? List.of(
                                    catalogue.channels().indexOf(action.channel()),
                                    catalogue.channels().size()
                                            + catalogue.promotions().indexOf(action.promotion()))
                            : List.of());
        }
        return new ActionParts(parts);
    }

    /** How many parts there are. */
    int count() {
        return ofAction.stream()
                .flatMap(List::stream)
                .mapToInt(part -> part + 1)
                .max()
                .orElse(0);
    }

    int actions() {
        return ofAction.size();
    }
}
