package io.leaven.dispatcher.guardrail.rules;

import java.time.Duration;

/**
 * What messages with a discount may reserve in any window. A message reserves the margin given away on a reference ticket,
 * {@code d / (1 - d) ticket} dollars for a discount of d, whether it is redeemed or not.
 *
 * @param dollars in a window, above 0
 * @param window above 0
 * @param ticket dollars of the reference ticket, above 0
 * @param priceStep what the price of a dollar rises by if the whole budget is reserved at once, 0 or more; 0 stops hard when
 *     the budget is gone
 */
public record DiscountBudget(double dollars, Duration window, double ticket, double priceStep) {

    /** What a discount reserves, in dollars. */
    public double charge(double discount) {
        return discount / (1 - discount) * ticket;
    }
}
