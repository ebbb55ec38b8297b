package io.leaven.dispatcher.guardrail.history;

/**
 * What a {@link SendLedger} must remember for its rules.
 *
 * @param customerWindow milliseconds that customers' messages are remembered; 0 for not at all
 * @param rateWindow milliseconds over which all messages are counted; 0 for not at all
 * @param budgetWindow milliseconds over which charges are summed; 0 for not at all
 * @param budget dollars of the window; of effect with a budget window
 * @param kappa step of the budget's price
 */
public record LedgerPlan(long customerWindow, long rateWindow, long budgetWindow, double budget, double kappa) {

    /** Remembers nothing. */
    public static final LedgerPlan NOTHING = new LedgerPlan(0, 0, 0, 0, 0);

    /** Milliseconds that a ledger looks back; 0 if it remembers nothing. */
    public long horizon() {
        return Math.max(customerWindow, Math.max(rateWindow, budgetWindow));
    }
}
