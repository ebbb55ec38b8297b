package io.leaven.trainer.evaluation;

import java.util.Arrays;

/**
 * What each customer adds to an estimate, kept apart so that customers can be drawn again at little cost:
 *
 * <pre>V = sum_i n_i c_i / sum_i n_i  +  sum over t of (sum_i n_i x_ti / sum_i n_i y_ti)</pre>
 *
 * with n_i how often customer i was drawn, c_i its plain part and x_ti / y_ti the self-normalised part of step t, which is 0
 * where all y_t are. Customers that an estimator cannot use are left out of all sums. Not safe for use by several threads
 * while it is filled.
 */
public final class Contributions {

    private final int customers;
    private final int ratios;
    private final double[] plain;
    private final double[] numerators;
    private final double[] denominators;
    private final boolean[] leftOut;
    private double effective = Double.NaN;

    /**
     * Contributions of 0.
     *
     * @param ratios steps with a self-normalised part, 0 if there are none
     */
    Contributions(int customers, int ratios) {
        this.customers = customers;
        this.ratios = ratios;
        this.plain = new double[customers];
        this.numerators = new double[customers * ratios];
        this.denominators = new double[customers * ratios];
        this.leftOut = new boolean[customers];
    }

    void add(int customer, double value) {
        plain[customer] += value;
    }

    void ratio(int customer, int t, double numerator, double denominator) {
        numerators[t * customers + customer] = numerator;
        denominators[t * customers + customer] = denominator;
    }

    /** Leaves a customer out; what else is said of it does not count. */
    void leaveOut(int customer) {
        leftOut[customer] = true;
        plain[customer] = 0;
        for (int t = 0; t < ratios; t++) {
            ratio(customer, t, 0, 0);
        }
    }

    /** Notes how many customers of equal weight would tell about as much. */
    void effective(double size) {
        effective = size;
    }

    /** As many customers of equal weight would tell about as much; NaN if the estimator has no weights of its own. */
    public double effective() {
        return effective;
    }

    /** Customers of the log. */
    public int customers() {
        return customers;
    }

    /** Customers that the estimate rests on. */
    public int used() {
        int used = 0;
        for (boolean out : leftOut) {
            used += out ? 0 : 1;
        }
        return used;
    }

    boolean isLeftOut(int customer) {
        return leftOut[customer];
    }

    /** The estimate from all customers; NaN if every one is left out. */
    public double estimate() {
        int[] once = new int[customers];
        Arrays.fill(once, 1);
        return estimate(once);
    }

    /** The estimate if customer i were there times[i] times; NaN if all that are drawn are left out. */
    double estimate(int[] times) {
        double sum = 0;
        long drawn = 0;
        for (int i = 0; i < customers; i++) {
            sum += times[i] * plain[i];
            drawn += leftOut[i] ? 0 : times[i];
        }
        double estimate = sum / drawn;
        for (int t = 0; t < ratios; t++) {
            double above = 0;
            double below = 0;
            for (int i = 0, at = t * customers; i < customers; i++, at++) {
                above += times[i] * numerators[at];
                below += times[i] * denominators[at];
            }
            if (below > 0) {
                estimate += above / below;
            }
        }
        return estimate;
    }
}
