package io.leaven.agent.snapshot;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.state.StateEncoder;
import java.time.Instant;
import java.util.Map;

/**
 * An agent as it was at one moment: weights and all that is needed to act with them.
 *
 * @param agent name of the line of snapshots
 * @param version 1, 2, ...
 * @param algorithm such as {@code dqn}
 * @param parameters flat, in the order of {@link NetworkSpec#parameterCount}; not copied
 * @param epsilon exploration rate to act with
 * @param evaluation what was measured, by name
 */
public record Snapshot(
        String agent,
        long version,
        Instant createdAt,
        String algorithm,
        NetworkSpec network,
        StateEncoder encoder,
        String catalogueHash,
        float[] parameters,
        double epsilon,
        Provenance provenance,
        Map<String, Double> evaluation) {

    public Snapshot {
        evaluation = Map.copyOf(evaluation);
    }

    /** Names the snapshot in decisions and logs: {@code agent/version}. */
    public String id() {
        return agent + "/" + version;
    }
}
