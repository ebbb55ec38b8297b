package io.leaven.dispatcher.guardrail.history;

/**
 * What a dollar of a budget costs just now, by dual ascent on the budget constraint: the price rises with what is spent and
 * falls with the time in which the budget allows as much,
 *
 * <pre>
 * price &lt;- max(0, price + (kappa / B) (spent - B elapsed / W))
 * </pre>
 *
 * with B dollars per window W. An action of charge c counts Q - price c, so discounts go where they are worth most and are
 * spread over the window; in the long run the price settles where demand meets the budget. Reference: Balseiro, Lu and Mirrokni
 * (2023), "The best of many worlds: dual mirror descent for online allocation problems", with time in place of the number of
 * requests. kappa is what the price rises by if the whole budget is spent at once.
 *
 * <p>While the window is all but full the price does not fall: nothing is spent then because nothing can be, not because
 * nobody wants it, and a price that forgot would let the budget go at once when the window opens again. For one thread.
 */
public final class DualPrice {

    private final double budget;
    private final double window;
    private final double kappa;
    private double price;
    private long last = Long.MIN_VALUE;

    /**
     * @param budget dollars per window, above 0
     * @param window milliseconds
     * @param kappa step, 0 or more; 0 leaves the price at 0
     */
    public DualPrice(double budget, long window, double kappa) {
        this.budget = budget;
        this.window = window;
        this.kappa = kappa;
    }

    /**
     * The price at a moment, 0 or more; a moment before the last one is taken for the last.
     *
     * @param full whether the window has been all but full since the last moment
     */
    public double at(long now, boolean full) {
        if (last == Long.MIN_VALUE) {
            last = now;
        } else if (now > last) {
            price = full ? price : Math.max(0, price - kappa * (now - last) / window);
            last = now;
        }
        return price;
    }

    /** Dollars that were spent at the last moment. */
    public void spent(double dollars) {
        price += kappa * dollars / budget;
    }

    /** The state as text, for {@link #resume}. */
    public String save() {
        return price + "@" + last;
    }

    /**
     * Goes on from a saved state; from 0 where there is none that can be read.
     *
     * @param saved by {@link #save}; may be null or anything else
     */
    public void resume(String saved) {
        if (saved == null || !saved.matches("[0-9.E-]+@-?[0-9]{1,19}")) {
            return;
        }
        int at = saved.indexOf('@');
        try {
            double kept = Double.parseDouble(saved.substring(0, at));
            last = Long.parseLong(saved.substring(at + 1));
            price = Double.isFinite(kept) ? Math.max(0, kept) : 0;
        } catch (NumberFormatException e) {
            price = 0;
        }
    }
}
