package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.agent.action.MarketingAction;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.rules.DiscountBudget;

/**
 * Closes every discount that the budget's window cannot bear any more: the wall behind the price that {@link Guardrails#price}
 * holds the budget by.
 */
final class DiscountBudgetGuardrail implements Guardrail {

    private final ActionCatalogue catalogue;
    private final ActionMask all;
    private final DiscountBudget budget;
    private final double[] charges;

    DiscountBudgetGuardrail(ActionCatalogue catalogue, DiscountBudget budget) {
        this.catalogue = catalogue;
        this.all = ActionMask.all(catalogue.size());
        this.budget = budget;
        this.charges = catalogue.actions().stream()
                .mapToDouble(action -> budget.charge(action.discount()))
                .toArray();
    }

    @Override
    public String reason() {
        return "discount-budget";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        SendLedger ledger = occasion.ledger();
        double most = ledger.share().of(budget.dollars());
        ActionMask open = all;
        for (int channel = 0; channel < catalogue.channels().size(); channel++) {
            double left = most - ledger.chargesAround(occasion.sendTime(channel).at());
            for (int promotion = 0; promotion < catalogue.promotions().size(); promotion++) {
                MarketingAction action = catalogue.action(catalogue.index(channel, promotion));
                if (charges[action.index()] > 0 && charges[action.index()] > left) {
                    open = open.without(action.index());
                }
            }
        }
        return open;
    }
}
