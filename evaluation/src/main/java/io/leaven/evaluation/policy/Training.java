package io.leaven.evaluation.policy;

import io.leaven.agent.snapshot.Snapshot;
import io.leaven.enricher.causal.CausalModels;
import io.leaven.evaluation.offline.ClosedLoop;
import io.leaven.evaluation.offline.OfflineLog;
import io.leaven.evaluation.offline.OfflineTrainer;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.world.WorldProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes agents by their recipes. */
final class Training {

    /** Apart from the seeds of logs (1 and on) and of the customers that agents are judged on (1,000,000 and on). */
    private static final long ONLINE_SEEDS = 2_000_000;

    private final WorldProfile world;
    private final int steps;

    /**
     * An agent.
     *
     * @param seconds that it learned, without the simulation of its customers
     */
    record Trained(Snapshot agent, double seconds) {}

    /** @param steps of customers' lives */
    Training(WorldProfile world, int steps) {
        this.world = world;
        this.steps = steps;
    }

    /** @throws UntrainedException if nothing came of it */
    Trained train(Recipe recipe, CausalModels models, long seed) {
        Map<String, String> settings = new LinkedHashMap<>(recipe.settings());
        settings.put("trainer.seed", Long.toString(seed));
        // New customers judge the agent here, so that none of the log need be held out.
        settings.putIfAbsent("trainer.gate.share", "0");
        try (OfflineTrainer trainer = new OfflineTrainer(settings)) {
            OfflineLog.run(
                    CustomerPlan.log(world, seed, recipe.customers(), steps),
                    recipe.log(),
                    recipe.reward(),
                    models,
                    trainer::learn);
            trainer.complete();
            recipe.online().ifPresent(online -> {
                ClosedLoop.learning(
                        CustomerPlan.loop(world, ONLINE_SEEDS + seed, online.customers(), steps),
                        online.steps(),
                        recipe.reward(),
                        models,
                        () -> newest(recipe, trainer),
                        trainer::learn);
                trainer.complete();
            });
            return new Trained(newest(recipe, trainer), trainer.seconds());
        }
    }

    private static Snapshot newest(Recipe recipe, OfflineTrainer trainer) {
        return trainer.newest()
                .orElseThrow(() -> new UntrainedException("'" + recipe.name() + "' has learned nothing: "
                        + trainer.divergence().orElse("its log is too short for a gradient step")));
    }
}
