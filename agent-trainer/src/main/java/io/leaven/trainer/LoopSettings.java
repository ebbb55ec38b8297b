package io.leaven.trainer;

import java.util.Map;

/**
 * When a trainer learns and when it publishes.
 *
 * @param agent name of the line of snapshots
 * @param seed of weights and sampling
 * @param warmup transitions before the first gradient step; the steps owed until then are made at once
 * @param updatesPerTransition gradient steps on real transitions owed for each transition; 0 for none
 * @param snapshotInterval gradient steps between snapshots
 * @param snapshotIntervalMs milliseconds between snapshots, if something was learned since; 0 to go by gradient steps alone
 * @param mostQ dollars; a mean highest Q-value beyond it means that learning has diverged
 * @param exploration by gradient steps
 * @param leastGain dollars that a message must promise more than none to be sent
 * @param described the settings in words, for the snapshot's provenance
 */
public record LoopSettings(
        String agent,
        long seed,
        long warmup,
        double updatesPerTransition,
        long snapshotInterval,
        long snapshotIntervalMs,
        double mostQ,
        ExplorationSchedule exploration,
        double leastGain,
        Map<String, String> described) {

    public LoopSettings {
        if (agent.isBlank()) {
            throw new IllegalArgumentException("an agent needs a name");
        }
        if (warmup < 1 || snapshotInterval < 1) {
            throw new IllegalArgumentException(
                    "warm-up " + warmup + " and snapshot interval " + snapshotInterval + " must be 1 or more");
        }
        if (snapshotIntervalMs < 0) {
            throw new IllegalArgumentException("snapshot interval " + snapshotIntervalMs + " ms is not 0 or more");
        }
        if (!(updatesPerTransition >= 0 && Double.isFinite(updatesPerTransition))) {
            throw new IllegalArgumentException("updates per transition " + updatesPerTransition + " is not 0 or more");
        }
        if (!(leastGain >= 0 && Double.isFinite(leastGain))) {
            throw new IllegalArgumentException("least gain " + leastGain + " is not 0 or more");
        }
        described = Map.copyOf(described);
    }
}
