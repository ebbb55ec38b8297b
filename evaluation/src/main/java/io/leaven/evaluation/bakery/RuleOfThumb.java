package io.leaven.evaluation.bakery;

import io.leaven.agent.policy.EpsilonGreedy;
import io.leaven.agent.policy.Greedy;
import io.leaven.agent.policy.Policy;
import io.leaven.agent.state.StateEncoder;
import io.leaven.dispatcher.decision.Agent;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.evaluation.QFunction;
import io.leaven.trainer.evaluation.TargetPolicy;
import java.util.List;

/**
 * A policy that needs no learning, to be judged off-policy: a large discount, by push to the young and by email to the old, while
 * the message load is below a limit; nothing else.
 *
 * @param name in tables
 * @param loadBelow limit of the message load
 * @param gold whether gold customers get messages too
 * @param chooser how it explores
 */
public record RuleOfThumb(String name, double loadBelow, boolean gold, Policy chooser) {

    /** A message now and then, with some exploration. */
    public static final RuleOfThumb SPARING = new RuleOfThumb("sparing", .2, false, new EpsilonGreedy(.05));

    /** A large discount to all below gold. */
    public static final RuleOfThumb BELOW_GOLD = new RuleOfThumb("large below gold", 1, false, new Greedy());

    /** The same, to gold customers too. */
    public static final RuleOfThumb EVERYBODY = new RuleOfThumb("large to all", 1, true, new Greedy());

    public static final List<RuleOfThumb> ALL = List.of(SPARING, BELOW_GOLD, EVERYBODY);

    /** What the rules see. */
    public static final StateEncoder STATE = StateEncoder.typical(StateFeature.WITH_HISTORY);

    private static final int AGE = StateFeature.WITH_HISTORY.indexOf(StateFeature.AGE);
    private static final int GOLD = StateFeature.WITH_HISTORY.indexOf(StateFeature.TIER_GOLD);
    private static final int LOAD = StateFeature.WITH_HISTORY.indexOf(StateFeature.MESSAGE_LOAD);
    private static final int ACTIONS = 10;
    private static final int LARGE_PUSH = 3;
    private static final int LARGE_EMAIL = 9;

    /** As an off-policy estimator takes it, over states encoded by {@link #STATE}. */
    public TargetPolicy target() {
        return TargetPolicy.of(wish(), chooser);
    }

    /** As the dispatcher's decider takes it. */
    public Agent agent() {
        return Agent.of("rule/" + name, STATE, chooser, wish()::qValues);
    }

    /** 1 for what the rule would do, else 0. */
    private QFunction wish() {
        StateEncoder.Input load = STATE.features().get(LOAD);
        return (states, rows) -> {
            float[] wish = new float[rows * ACTIONS];
            for (int row = 0; row < rows; row++) {
                int at = row * STATE.width();
                boolean mayGet = gold || states[at + GOLD] <= 0;
                if (mayGet && states[at + LOAD] * load.scale() + load.offset() < loadBelow) {
                    wish[row * ACTIONS + (states[at + AGE] < 0 ? LARGE_PUSH : LARGE_EMAIL)] = 1;
                }
            }
            return wish;
        };
    }
}
