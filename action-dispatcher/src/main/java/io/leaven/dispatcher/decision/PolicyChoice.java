package io.leaven.dispatcher.decision;

import io.leaven.agent.policy.Greedy;
import io.leaven.agent.policy.Policy;
import io.leaven.agent.policy.Softmax;
import io.leaven.agent.snapshot.Snapshot;

/** How the agent's Q-values become probabilities. */
@FunctionalInterface
public interface PolicyChoice {

    Policy of(Snapshot snapshot);

    /** Explores at the rate that the snapshot asks for. */
    static PolicyChoice epsilonGreedy() {
        return Snapshot::policy;
    }

    /** Never explores. */
    static PolicyChoice greedy() {
        return snapshot -> snapshot.sparing(new Greedy());
    }

    /** @param temperature above 0, in the unit of Q-values; the higher, the nearer to uniform */
    static PolicyChoice softmax(double temperature) {
        return snapshot -> snapshot.sparing(new Softmax(temperature));
    }
}
