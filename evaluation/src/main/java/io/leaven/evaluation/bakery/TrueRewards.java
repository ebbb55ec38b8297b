package io.leaven.evaluation.bakery;

import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.evaluation.offline.ClosedLoop;
import io.leaven.evaluation.offline.OfflineLog;
import io.leaven.evaluation.offline.TransitionObjective;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldProfile;
import io.leaven.trainer.evaluation.LoggedCustomers;
import io.leaven.trainer.evaluation.LoggedLives;

/** Logs of the bakery whose rewards are those of the true objective, and what a rule is truly worth by it. */
public final class TrueRewards {

    private static final int ACTIONS = 10;

    private TrueRewards() {}

    /** New customers under random messages, each at a rate of its own; u and fatigue are hidden, as in the stream. */
    public static LoggedCustomers log(WorldProfile world, long seed, int customers, int steps) {
        TransitionObjective objective = new TransitionObjective(new World(world, seed).response());
        LoggedLives<String> lives = new LoggedLives<>(RuleOfThumb.STATE, ACTIONS, steps);
        OfflineLog.run(
                CustomerPlan.log(world, seed, customers, steps),
                LoggingPolicy.VARIED,
                RewardPreset.CAUSAL.weights(),
                UpliftSource.NONE,
                transition -> lives.add(transition.getCustomerId(), transition, objective.worth(transition)));
        return lives.log().orElseThrow();
    }

    /** J of a rule: the mean over new customers of what they brought under its decisions. */
    public static double worth(WorldProfile world, RuleOfThumb rule, long seed, int customers, int steps) {
        TransitionObjective objective = new TransitionObjective(new World(world, seed).response());
        ClosedLoop.under(CustomerPlan.loop(world, seed, customers, steps), rule.agent(), objective);
        return objective.total() / customers;
    }
}
