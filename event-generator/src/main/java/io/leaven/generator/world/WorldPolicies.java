package io.leaven.generator.world;

import io.leaven.generator.world.CounterRandom.Draw;
import io.leaven.schemas.Tier;
import java.util.Arrays;

/** The policies that need no learning: the lower bounds and yardsticks of every comparison. */
public final class WorldPolicies {

    private WorldPolicies() {}

    /** Never sends anything. */
    public static WorldPolicy none() {
        return fixed(ActionSpace.NONE);
    }

    /** Always the same action. */
    public static WorldPolicy fixed(int action) {
        return (customers, step, actions) -> Arrays.fill(actions, (byte) action);
    }

    /** Every action with the same probability. */
    public static WorldPolicy uniformRandom(ActionSpace space, long seed) {
        CounterRandom random = new CounterRandom(seed);
        return (customers, step, actions) -> {
            for (int i = 0; i < actions.length; i++) {
                actions[i] = (byte) random.index(i, step, Draw.ACTION, space.size());
            }
        };
    }

    /** The action with the largest true effect on the ticket of the step; none if no effect is above 0. */
    public static WorldPolicy greedyUplift(Response response, Cohort cohort) {
        return greedy(response, cohort, new double[response.actions().size()]);
    }

    /** The action with the largest true effect on the ticket of the step after the message's cost; none if that is 0 or less. */
    public static WorldPolicy greedyUpliftMinusCost(Response response, Cohort cohort) {
        TrueObjective objective = new TrueObjective(response);
        double[] costs = new double[response.actions().size()];
        Arrays.setAll(costs, objective::cost);
        return greedy(response, cohort, costs);
    }

    private static WorldPolicy greedy(Response response, Cohort cohort, double[] costs) {
        TrueUplift uplift = new TrueUplift(response);
        int tiers = Tier.values().length;
        byte[] best = new byte[cohort.size() * tiers];
        for (int i = 0; i < best.length; i++) {
            best[i] = best(uplift, cohort.traits(i / tiers), i % tiers, costs);
        }
        return (customers, step, actions) -> {
            for (int i = 0; i < actions.length; i++) {
                actions[i] = best[i * tiers + customers.tier(i)];
            }
        };
    }

    private static byte best(TrueUplift uplift, CustomerTraits customer, int tier, double[] costs) {
        int best = ActionSpace.NONE;
        double most = 0;
        for (int action = 1; action < costs.length; action++) {
            double gain = uplift.ofAction(customer, tier, action) - costs[action];
            if (gain > most) {
                most = gain;
                best = action;
            }
        }
        return (byte) best;
    }
}
