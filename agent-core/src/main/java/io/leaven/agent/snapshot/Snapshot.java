package io.leaven.agent.snapshot;

import io.leaven.agent.action.ActionCatalogue;
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

    /**
     * Checks that the agent learned to choose among these actions.
     *
     * @throws InvalidSnapshotException naming both catalogues, if it learned another
     */
    public void check(ActionCatalogue catalogue) throws InvalidSnapshotException {
        if (!catalogueHash.equals(catalogue.hash())) {
            throw new InvalidSnapshotException("snapshot " + id() + ": made for action catalogue " + catalogueHash
                    + ", but the catalogue here is " + catalogue.hash());
        }
        if (network.actions() != catalogue.size()) {
            throw new InvalidSnapshotException("snapshot " + id() + ": its network scores " + network.actions()
                    + " actions, but the catalogue has " + catalogue.size());
        }
    }
}
