package io.leaven.evaluation.policy;

import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.Transition;
import java.util.List;
import java.util.function.Consumer;

/**
 * Policies side by side on the same new customers, who meet the same luck under each: those that need no learning, agents trained on
 * a log, and the oracle. Everything runs in this process on the cores of the apps, and repeats exactly for the same plan.
 */
public final class PolicyStudy {

    public static final String NONE = "no message";
    public static final String ORACLE = "oracle";

    private final Plan plan;

    /**
     * What to run.
     *
     * @param testCustomers new customers that policies are judged on
     * @param steps of each life
     * @param seeds runs with other customers, logs and weights
     * @param firstSeed the seed of the first of them; the next has the next
     */
    public record Plan(WorldProfile world, int testCustomers, int steps, int seeds, long firstSeed) {}

    public PolicyStudy(Plan plan) {
        this.plan = plan;
    }

    /**
     * Runs all.
     *
     * @param done told what has just been done; may throw to stop
     * @return in order: policies without learning, agents, oracle
     * @throws UntrainedException if nothing came of a recipe
     */
    public StudyResult run(List<Recipe> recipes, Consumer<String> done) {
        StudyResult.Builder result = new StudyResult.Builder();
        for (int i = 0; i < plan.seeds; i++) {
            Arena arena = new Arena(plan, plan.firstSeed + i);
            arena.withoutLearning().forEach(result::add);
            done.accept("policies without learning");
            for (Recipe recipe : recipes) {
                Training.Trained trained = arena.train(recipe);
                result.add(recipe.name(), arena.under(trained.agent()), trained.seconds());
                done.accept(recipe.name());
            }
            result.add(ORACLE, arena.oracle());
            done.accept(ORACLE);
        }
        return result.build();
    }

    /** How many times {@code done} is told. */
    public int parts(List<Recipe> recipes) {
        return plan.seeds * (recipes.size() + 2);
    }

    /** One new customer's life, step by step, under an agent made with the first seed, with the rewards that it learned from. */
    public List<Transition> trace(Recipe recipe) {
        return new Arena(plan, plan.firstSeed).trace(recipe);
    }
}
