package io.leaven.evaluation.oracle;

import io.leaven.generator.world.Response;
import java.util.List;

/**
 * J of a policy from one run of it, with hardly any of the run's luck in it: what each customer's best plan promises at the start, less
 * the regret of every step that went otherwise,
 *
 * <pre>
 * J = E[V_0(s_0)] + E[sum over t of Q_t(s_t, a_t) - V_t(s_t)]
 * </pre>
 *
 * with V and Q of the {@link ExactPlanner} (the performance difference lemma: Kakade and Langford 2002, lemma 6.1). Dollars that were
 * earned by luck do not enter, only states that were reached by it. The sum telescopes for any V, so a coarse grid adds noise, but
 * no bias. Expects every step of every customer, each in its order. Not safe for use by several threads.
 */
public final class RegretTally {

    private final List<ExactPlanner.Plan> plans;
    private final Response response;
    private final double[] fatigue;
    /** By customer, in dollars. */
    private final double[] total;

    /**
     * @param plans the best of each customer
     * @param response of the world that they were made for
     */
    public RegretTally(List<ExactPlanner.Plan> plans, Response response) {
        this.plans = plans;
        this.response = response;
        this.fatigue = new double[plans.size()];
        this.total = new double[plans.size()];
    }

    /**
     * Takes in a step.
     *
     * @param step the world's time t, from 0
     * @param tier that the step began in, as its ordinal
     */
    public void add(int customer, int step, int tier, int action) {
        ExactPlanner.Plan plan = plans.get(customer);
        double promised = plan.value(step, tier, fatigue[customer]);
        if (step == 0) {
            total[customer] = promised;
        }
        total[customer] += plan.worth(step, tier, fatigue[customer], action) - promised;
        fatigue[customer] = response.fatigueAfter(fatigue[customer], action);
    }

    /** One customer's share of J, in dollars. */
    public double of(int customer) {
        return total[customer];
    }

    /** J: the mean over customers, in dollars. */
    public double mean() {
        double sum = 0;
        for (double each : total) {
            sum += each;
        }
        return sum / total.length;
    }
}
