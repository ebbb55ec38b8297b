package io.leaven.dispatcher.decision;

import io.leaven.dispatcher.snapshot.SnapshotTrial.Judgement;
import java.util.Optional;

/**
 * Whom a batch is asked.
 *
 * @param agent decides; none before the first snapshot
 * @param shadow decides in the record only; of effect if there is an agent
 * @param reference the agent is compared with; of effect if there is one
 * @param comparison told of each request that both were asked
 */
record Panel(Optional<Agent> agent, Optional<Agent> shadow, Optional<Agent> reference, Comparison comparison) {

    /** Told what two agents make of a request. */
    @FunctionalInterface
    interface Comparison {
        void compare(String customerId, Judgement agent, Judgement reference);
    }

    /** Nobody beside the one that decides. */
    static Panel of(Optional<Agent> agent) {
        return new Panel(agent, Optional.empty(), Optional.empty(), (customer, one, other) -> {});
    }
}
