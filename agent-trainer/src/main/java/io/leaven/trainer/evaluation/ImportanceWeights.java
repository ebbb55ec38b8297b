package io.leaven.trainer.evaluation;

import java.util.stream.DoubleStream;

/**
 * How much more often the judged policy would have walked a logged path than the logging policy did:
 *
 * <pre>w_t = min(limit, product over k = 0..t of pi(a_k | s_k) / b(a_k | s_k))</pre>
 *
 * for each customer and step t. From a step whose propensity b is unknown on, the weight is unknown too (NaN). A customer
 * whose steps have ended keeps the last weight: it rests in a state that pays nothing.
 *
 * <p>Under a uniform log of ten actions and a deterministic policy a customer keeps to the policy for t steps with chance
 * 10^-t and then weighs 10^t: after three steps in a thousand customers nothing is left to weigh. The limit (truncated
 * importance sampling, Ionides 2008) trades that variance for a bias toward too little correction; there is none by default.
 */
final class ImportanceWeights {

    private final int customers;
    private final int longest;
    /** Step-major: that of customer i at step t is at t x customers + i. */
    private final double[] weights;

    private final boolean[] unknown;

    ImportanceWeights(PolicyOnLog policy, double limit) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("the limit of the weights is " + limit + " but must be above 0");
        }
        LoggedCustomers log = policy.log();
        this.customers = log.customers();
        this.longest = log.longest();
        this.weights = new double[customers * longest];
        this.unknown = new boolean[customers];
        for (int customer = 0; customer < customers; customer++) {
            double product = 1;
            for (int t = 0; t < longest; t++) {
                if (t < log.length(customer)) {
                    int step = log.firstStep(customer) + t;
                    product *= policy.chance(log.firstRow(customer) + t, log.action(step)) / log.propensity(step);
                }
                weights[t * customers + customer] = Math.min(limit, product);
            }
            unknown[customer] = Double.isNaN(product);
        }
    }

    /** w_t, or NaN. */
    double of(int customer, int t) {
        return weights[t * customers + customer];
    }

    /** Whether a propensity of the customer is unknown. */
    boolean isUnknown(int customer) {
        return unknown[customer];
    }

    /** Steps of the customer with the most. */
    int longest() {
        return longest;
    }

    WeightDiagnostics diagnostics() {
        double[] effective = new double[longest];
        double largest = 0;
        int alive = 0;
        int unknowns = 0;
        for (int t = 0; t < longest; t++) {
            double sum = 0;
            double squares = 0;
            for (int i = t * customers; i < (t + 1) * customers; i++) {
                if (!Double.isNaN(weights[i])) {
                    sum += weights[i];
                    squares += weights[i] * weights[i];
                    largest = Math.max(largest, weights[i]);
                }
            }
            effective[t] = squares > 0 ? sum * sum / squares : 0;
        }
        for (int customer = 0; customer < customers; customer++) {
            alive += of(customer, longest - 1) > 0 ? 1 : 0;
            unknowns += unknown[customer] ? 1 : 0;
        }
        return new WeightDiagnostics(
                customers,
                unknowns,
                alive,
                largest,
                DoubleStream.of(effective).boxed().toList());
    }
}
