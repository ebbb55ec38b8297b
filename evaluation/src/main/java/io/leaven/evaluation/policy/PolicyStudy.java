package io.leaven.evaluation.policy;

import io.leaven.agent.snapshot.Snapshot;
import io.leaven.enricher.causal.CausalModels;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.evaluation.bakery.BakeryModels;
import io.leaven.evaluation.offline.ClosedLoop;
import io.leaven.evaluation.offline.OfflineLog;
import io.leaven.evaluation.offline.OfflineTrainer;
import io.leaven.evaluation.offline.TransitionObjective;
import io.leaven.evaluation.oracle.ExactPlanner;
import io.leaven.evaluation.oracle.OraclePolicy;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.ObjectiveTally;
import io.leaven.generator.world.Response;
import io.leaven.generator.world.TrueObjective;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldPolicy;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Policies side by side on the same new customers, who meet the same luck under each: those that need no learning, agents trained on
 * a log, and the oracle. Everything runs in this process on the cores of the apps, and repeats exactly for the same plan.
 */
public final class PolicyStudy {

    public static final String NONE = "no message";
    public static final String ORACLE = "oracle";

    /** Fine enough for the oracle: J, a mean over customers, is within .01 dollars of that on a grid of 101. */
    private static final int FATIGUE_POINTS = 25;

    private final Plan plan;

    /**
     * What to run.
     *
     * @param logCustomers customers of the log that agents learn from
     * @param testCustomers new customers that policies are judged on
     * @param steps of each life
     * @param seeds runs with other customers, logs and weights
     */
    public record Plan(WorldProfile world, int logCustomers, int testCustomers, int steps, int seeds) {}

    /**
     * An agent to train.
     *
     * @param log one of the logging policies' names
     * @param reward what it is paid
     * @param settings of the trainer, by key
     */
    public record Recipe(String name, String log, RewardPreset reward, Map<String, String> settings) {

        /**
         * The paper's agent: learns from the whole log at once, in ten passes by batches of 50.
         *
         * @param transitions of the log
         */
        public static Recipe paper(String name, RewardPreset reward, int transitions) {
            return new Recipe(
                    name,
                    LoggingPolicy.RANDOM,
                    reward,
                    Map.of(
                            "trainer.preset",
                            "paper",
                            "trainer.warmup.transitions",
                            Integer.toString(transitions),
                            "trainer.memory.transitions",
                            Integer.toString(transitions)));
        }

        /** An agent of a preset, paid for what messages cost, from a log that knows rested customers. */
        public static Recipe preset(String name, String preset) {
            return new Recipe(name, LoggingPolicy.VARIED, RewardPreset.CAUSAL, Map.of("trainer.preset", preset));
        }
    }

    public PolicyStudy(Plan plan) {
        this.plan = plan;
    }

    /**
     * Runs all.
     *
     * @param done told what has just been done; may throw to stop
     * @return rows in order: policies without learning, agents, oracle
     */
    public List<PolicyRow> run(List<Recipe> recipes, Consumer<String> done) {
        Map<String, List<PolicyRun>> runs = new LinkedHashMap<>();
        for (int seed = 1; seed <= plan.seeds; seed++) {
            Customers customers = new Customers(seed);
            customers.withoutLearning().forEach((name, policy) -> add(runs, name, customers.under(policy)));
            done.accept("policies without learning");
            CausalModels models = BakeryModels.fit(plan.world, seed);
            for (Recipe recipe : recipes) {
                add(runs, recipe.name, customers.under(train(recipe, models, seed)));
                done.accept(recipe.name);
            }
            add(runs, ORACLE, customers.under(customers.oracle()));
            done.accept(ORACLE);
        }
        return runs.entrySet().stream()
                .map(entry -> PolicyRow.of(entry.getKey(), entry.getValue(), runs.get(NONE), runs.get(ORACLE)))
                .toList();
    }

    /** How many times {@code done} is told. */
    public int parts(List<Recipe> recipes) {
        return plan.seeds * (recipes.size() + 2);
    }

    private static void add(Map<String, List<PolicyRun>> runs, String name, PolicyRun run) {
        runs.computeIfAbsent(name, any -> new ArrayList<>()).add(run);
    }

    /** Trains an agent on a log of its own kind. */
    public Snapshot train(Recipe recipe, CausalModels models, long seed) {
        Map<String, String> settings = new LinkedHashMap<>(recipe.settings);
        settings.put("trainer.seed", Long.toString(seed));
        // New customers judge the agent here, so that none of the log need be held out.
        settings.putIfAbsent("trainer.gate.share", "0");
        try (OfflineTrainer trainer = new OfflineTrainer(settings)) {
            OfflineLog.run(
                    CustomerPlan.log(plan.world, seed, plan.logCustomers, plan.steps),
                    recipe.log,
                    recipe.reward.weights(),
                    models,
                    trainer::learn);
            trainer.complete();
            return trainer.newest().orElseThrow();
        }
    }

    /** The new customers of one seed. */
    private final class Customers {

        private final CustomerPlan customers;
        private final World world;
        private final Cohort cohort;

        private Customers(long seed) {
            this.customers = CustomerPlan.loop(plan.world, 1_000_000 + seed, plan.testCustomers, plan.steps);
            this.world = new World(plan.world, customers.seed());
            this.cohort = Cohort.draw(plan.world, plan.testCustomers, customers.seed());
        }

        private Map<String, WorldPolicy> withoutLearning() {
            Response response = world.response();
            ActionSpace actions = response.actions();
            Map<String, WorldPolicy> policies = new LinkedHashMap<>();
            policies.put(NONE, WorldPolicies.none());
            policies.put("uniform random", WorldPolicies.uniformRandom(actions, customers.seed()));
            policies.put("always large-push", WorldPolicies.fixed(actions.index("push", "large")));
            policies.put("greedy uplift", WorldPolicies.greedyUplift(response, cohort));
            policies.put("greedy uplift - cost", WorldPolicies.greedyUpliftMinusCost(response, cohort));
            return policies;
        }

        private WorldPolicy oracle() {
            return new OraclePolicy(new ExactPlanner(world.response(), plan.steps, FATIGUE_POINTS), cohort);
        }

        private PolicyRun under(WorldPolicy policy) {
            ObjectiveTally objective = new ObjectiveTally(new TrueObjective(world.response()), cohort.size());
            long[] messages = new long[2];
            ActionSpace space = world.response().actions();
            CohortSummary summary = CohortRun.run(world, cohort, policy, plan.steps, (living, step, actions) -> {
                objective.lived(living, step, actions);
                for (byte action : actions) {
                    if (action != ActionSpace.NONE) {
                        messages[0]++;
                        messages[1] += space.promotion(action) == space.promotions() - 1 ? 1 : 0;
                    }
                }
            });
            return new PolicyRun(objective.mean(), summary, messages[0] == 0 ? 0 : (double) messages[1] / messages[0]);
        }

        private PolicyRun under(Snapshot agent) {
            TransitionObjective objective = new TransitionObjective(world.response());
            CohortSummary summary = ClosedLoop.greedy(customers, agent, objective);
            return new PolicyRun(objective.total() / cohort.size(), summary, objective.deepestShare());
        }
    }

    /** One new customer's life under an agent, step by step. */
    public List<Transition> trace(Snapshot agent, long seed) {
        List<Transition> life = new ArrayList<>();
        ClosedLoop.greedy(CustomerPlan.loop(plan.world, seed, 1, plan.steps), agent, life::add);
        return life;
    }
}
