package io.leaven.evaluation.oracle;

import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CustomerTraits;
import io.leaven.generator.world.Response;
import io.leaven.generator.world.TrueObjective;
import io.leaven.schemas.Tier;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact dynamic programming on the true world (Bellman 1957), for one customer at a time: what is the best that any policy can
 * reach, and what does a given one reach. With tier k, fatigue f and action a at time t,
 *
 * <pre>
 * V_t(k, f) = max_a E[r | k, f, t, a] + sum over k' of P(k' | k, f, t, a) V_{t+1}(k', f'),   V_T = 0
 * </pre>
 *
 * in dollars of the {@link TrueObjective}, without discount. Fatigue is continuous: V is kept on an even grid from 0 to its limit 1
 * / (1 - retention) and interpolated linearly between its points. Sees what no agent sees: the customer's u. Immutable.
 */
public final class ExactPlanner {

    private static final int TIERS = Tier.values().length;

    private final Response response;
    private final TrueObjective objective;
    private final int steps;
    private final int points;
    private final double spacing;

    /**
     * @param steps of a life, t = 0 .. steps - 1
     * @param points of the fatigue grid, 2 or more; 101 agrees with the reference to .002 dollars; 25 moves a customer
     *     of `realistic` by up to .25 and the mean over customers by .01
     */
    public ExactPlanner(Response response, int steps, int points) {
        if (points < 2) {
            throw new IllegalArgumentException("points is " + points + " but must be 2 or more");
        }
        this.response = response;
        this.objective = new TrueObjective(response);
        this.steps = steps;
        this.points = points;
        this.spacing = 1 / (1 - response.profile().exposure().retention()) / (points - 1);
    }

    /** The best plan for a customer. */
    public Plan best(CustomerTraits customer) {
        return new Plan(customer, null);
    }

    /**
     * The best plan of each customer, made on all processors: 4 bytes x (steps + 1) x tiers x grid points each.
     */
    public List<Plan> best(Cohort cohort) {
        return IntStream.range(0, cohort.size())
                .parallel()
                .mapToObj(customer -> best(cohort.traits(customer)))
                .toList();
    }

    /**
     * What a customer brings under a policy that always draws from the same probabilities.
     *
     * @param probabilities one for each action
     */
    public Plan under(CustomerTraits customer, double[] probabilities) {
        return new Plan(customer, probabilities.clone());
    }

    /** The values of one customer under one policy. Immutable. */
    public final class Plan {

        private final double leaning;
        /** By tier and action. */
        private final double[] effect = new double[TIERS * response.actions().size()];

        private final double[] bonus = new double[effect.length];
        /** By time, tier and grid point. */
        private final float[] value = new float[(steps + 1) * TIERS * points];

        private Plan(CustomerTraits customer, double[] probabilities) {
            this.leaning = response.leaning(customer);
            double persuadability = response.persuadability(customer);
            int actions = response.actions().size();
            for (int tier = 0; tier < TIERS; tier++) {
                for (int action = 0; action < actions; action++) {
                    effect[tier * actions + action] =
                            response.messageEffect(persuadability, customer.age(), tier, action);
                    bonus[tier * actions + action] = objective.bonus(customer, tier, action);
                }
            }
            for (int step = steps - 1; step >= 0; step--) {
                for (int tier = 0; tier < TIERS; tier++) {
                    for (int point = 0; point < points; point++) {
                        value[at(step, tier, point)] = (float) backedUp(step, tier, point * spacing, probabilities);
                    }
                }
            }
        }

        private double backedUp(int step, int tier, double fatigue, double[] probabilities) {
            int actions = response.actions().size();
            double highest = Double.NEGATIVE_INFINITY;
            double mean = 0;
            for (int action = 0; action < actions; action++) {
                if (probabilities == null || probabilities[action] > 0) {
                    double worth = worth(step, tier, fatigue, action);
                    highest = Math.max(highest, worth);
                    mean += probabilities == null ? 0 : probabilities[action] * worth;
                }
            }
            return probabilities == null ? highest : mean;
        }

        /** What is to come from now on, in dollars. */
        public double value(int step, int tier, double fatigue) {
            double position = Math.min(fatigue / spacing, points - 1);
            int below = Math.min((int) position, points - 2);
            double share = position - below;
            return (1 - share) * value[at(step, tier, below)] + share * value[at(step, tier, below + 1)];
        }

        /** What is to come from now on if this action is taken first, in dollars: Q_t(k, f, a). */
        public double worth(int step, int tier, double fatigue, int action) {
            int place = tier * response.actions().size() + action;
            double purchase = Response.sigmoid(response.logOdds(leaning, tier, fatigue, step) + effect[place]);
            double downWithout = response.downWithoutPurchase(tier, fatigue);
            double up = purchase * response.upAfterPurchase(tier);
            double down = (1 - purchase) * downWithout;
            double after = response.fatigueAfter(fatigue, action);
            double worth = objective.expected(tier, action, purchase, downWithout, bonus[place])
                    + (1 - up - down) * value(step + 1, tier, after);
            if (up > 0) {
                worth += up * value(step + 1, tier + 1, after);
            }
            return down > 0 ? worth + down * value(step + 1, tier - 1, after) : worth;
        }

        /** The action of the highest worth; of equals the first, so none before any message. */
        public int action(int step, int tier, double fatigue) {
            int best = ActionSpace.NONE;
            double highest = worth(step, tier, fatigue, ActionSpace.NONE);
            for (int action = 1; action < response.actions().size(); action++) {
                double worth = worth(step, tier, fatigue, action);
                if (worth > highest) {
                    highest = worth;
                    best = action;
                }
            }
            return best;
        }

        private int at(int step, int tier, int point) {
            return (step * TIERS + tier) * points + point;
        }
    }
}
