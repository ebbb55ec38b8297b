package io.leaven.evaluation.policy;

import io.leaven.app.SideBySide;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.Transition;
import java.util.List;
import java.util.concurrent.CancellationException;
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
     * @param atOnce seeds at the same time; changes how long it takes, not what comes of it
     * @param done told what has just been done, by any thread; may throw to stop
     * @return in order: policies without learning, agents, oracle
     * @throws UntrainedException if nothing came of a recipe
     */
    public StudyResult run(List<Recipe> recipes, int atOnce, Consumer<String> done) {
        StudyResult.Builder result = new StudyResult.Builder();
        SideBySide.on(atOnce, "leaven-seed")
                .map(plan.seeds, i -> seed(plan.firstSeed + i, recipes, done), result::addAll);
        return result.build();
    }

    private StudyResult.Builder seed(long seed, List<Recipe> recipes, Consumer<String> done) {
        StudyResult.Builder result = new StudyResult.Builder();
        Arena arena = new Arena(plan, seed);
        arena.withoutLearning().forEach(result::add);
        finished("policies without learning", done);
        for (Recipe recipe : recipes) {
            Training.Trained trained = arena.train(recipe);
            result.add(recipe.name(), arena.under(trained.agent()), trained.seconds());
            finished(recipe.name(), done);
        }
        result.add(ORACLE, arena.oracle());
        finished(ORACLE, done);
        return result;
    }

    /** A seed goes no further when another has failed. */
    private static void finished(String part, Consumer<String> done) {
        done.accept(part);
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted after " + part);
        }
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
