package io.leaven.evaluation.policy;

import io.leaven.agent.snapshot.Snapshot;
import io.leaven.evaluation.bakery.BakeryModels;
import io.leaven.evaluation.offline.ClosedLoop;
import io.leaven.evaluation.oracle.ExactPlanner;
import io.leaven.evaluation.oracle.OraclePolicy;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.Response;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldPolicy;
import io.leaven.schemas.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One seed of a study: its new customers, who meet the same luck under every policy, and the agents made with it. Safe for use by several threads. */
public final class Arena {

    /** Fine enough for the oracle: J, a mean over customers, is within .01 dollars of that on a grid of 101. */
    private static final int FATIGUE_POINTS = 25;

    private static final long TEST_SEEDS = 1_000_000;
    private static final long TRACE_SEEDS = 3_000_000;

    private final PolicyStudy.Plan plan;
    private final long seed;
    private final CustomerPlan customers;
    private final World world;
    private final Cohort cohort;
    private final BakeryModels models;
    private List<ExactPlanner.Plan> plans;
    private PolicyRun none;
    private PolicyRun oracle;

    /** @param seed of logs, models and weights; the new customers have one of their own */
    public Arena(PolicyStudy.Plan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
        this.customers = CustomerPlan.loop(plan.world(), TEST_SEEDS + seed, plan.testCustomers(), plan.steps());
        this.world = new World(plan.world(), customers.seed());
        this.cohort = Cohort.draw(plan.world(), plan.testCustomers(), customers.seed());
        this.models = new BakeryModels(plan.world(), seed);
    }

    /** Policies that need no learning, by name; that of no message is first. */
    Map<String, PolicyRun> withoutLearning() {
        Response response = world.response();
        ActionSpace actions = response.actions();
        Map<String, PolicyRun> runs = new LinkedHashMap<>();
        runs.put(PolicyStudy.NONE, none());
        runs.put("uniform random", under(WorldPolicies.uniformRandom(actions, customers.seed())));
        runs.put("always large-push", under(WorldPolicies.fixed(actions.index("push", "large"))));
        runs.put("greedy uplift", under(WorldPolicies.greedyUplift(response, cohort)));
        runs.put("greedy uplift - cost", under(WorldPolicies.greedyUpliftMinusCost(response, cohort)));
        return runs;
    }

    synchronized PolicyRun none() {
        if (none == null) {
            none = under(WorldPolicies.none());
        }
        return none;
    }

    synchronized PolicyRun oracle() {
        if (oracle == null) {
            oracle = under(new OraclePolicy(plans()));
        }
        return oracle;
    }

    /** @throws UntrainedException if nothing came of the training */
    Training.Trained train(Recipe recipe) {
        return new Training(plan.world(), plan.steps()).train(recipe, models.by(recipe.uplift()), seed);
    }

    /**
     * What an agent made by a recipe is worth on the new customers, 0 that of no message and 1 that of the oracle.
     *
     * @throws UntrainedException if nothing came of the training
     */
    public double score(Recipe recipe) {
        return under(train(recipe).agent()).score(none(), oracle());
    }

    /** One further customer's life under an agent made by a recipe, step by step, with the rewards that the recipe pays. */
    List<Transition> trace(Recipe recipe) {
        List<Transition> life = new ArrayList<>();
        ClosedLoop.greedy(
                CustomerPlan.loop(plan.world(), TRACE_SEEDS + seed, 1, plan.steps()),
                recipe.reward(),
                models.by(recipe.uplift()),
                train(recipe).agent(),
                life::add);
        return life;
    }

    PolicyRun under(Snapshot agent) {
        PolicyTally tally = new PolicyTally(plans(), world.response());
        ActionSpace actions = world.response().actions();
        CohortSummary summary = ClosedLoop.greedy(
                customers,
                agent,
                lived -> tally.add(
                        customers.customer(lived.getCustomerId()).orElseThrow(),
                        lived.getState().getStep(),
                        lived.getState().getTier().ordinal(),
                        actions.index(lived.getChannel(), lived.getPromotion())));
        return tally.run(summary);
    }

    private PolicyRun under(WorldPolicy policy) {
        PolicyTally tally = new PolicyTally(plans(), world.response());
        CohortSummary summary = CohortRun.run(world, cohort, policy, plan.steps(), (living, step, actions) -> {
            for (int customer = 0; customer < actions.length; customer++) {
                tally.add(customer, step, living.tierBefore(customer), actions[customer]);
            }
        });
        return tally.run(summary);
    }

    private synchronized List<ExactPlanner.Plan> plans() {
        if (plans == null) {
            plans = new ExactPlanner(world.response(), plan.steps(), FATIGUE_POINTS).best(cohort);
        }
        return plans;
    }
}
