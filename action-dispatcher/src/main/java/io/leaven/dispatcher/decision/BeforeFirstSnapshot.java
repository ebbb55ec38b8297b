package io.leaven.dispatcher.decision;

import io.leaven.agent.policy.Policy;
import io.leaven.agent.policy.UniformRandom;
import io.leaven.schemas.DecisionGroup;

/**
 * What the agent's customers get while there is no agent yet. {@link #RANDOM} explores, so that the trainer has something to
 * learn from, and such decisions count to the random group as they are made the same way. {@link #NONE} keeps quiet; such
 * decisions count to the agent, as the holdout is a group for good.
 */
public enum BeforeFirstSnapshot {
    RANDOM(DecisionGroup.RANDOM, new UniformRandom()),
    NONE(DecisionGroup.AGENT, new NoMessage("no snapshot"));

    private final DecisionGroup group;
    private final Policy policy;

    BeforeFirstSnapshot(DecisionGroup group, Policy policy) {
        this.group = group;
        this.policy = policy;
    }

    DecisionGroup group() {
        return group;
    }

    Policy policy() {
        return policy;
    }
}
