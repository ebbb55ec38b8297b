package io.leaven.agent.snapshot;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.policy.EpsilonGreedy;
import io.leaven.agent.policy.Policy;
import io.leaven.agent.policy.Sparing;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.SnapshotOutcome;
import io.leaven.schemas.SnapshotVerdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An agent as it was at one moment: weights and all that is needed to act with them.
 *
 * @param agent name of the line of snapshots
 * @param version 1, 2, ...
 * @param algorithm such as {@code dqn}
 * @param parameters flat, in the order of {@link NetworkSpec#parameterCount}; not copied
 * @param epsilon exploration rate to act with
 * @param leastGain dollars that a message must promise more than none to be sent, see {@link Sparing}
 * @param evaluation what was measured, by name
 * @param verdict of the trainer's gate; empty if it has none
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
        double leastGain,
        Provenance provenance,
        Map<String, Double> evaluation,
        Optional<SnapshotVerdict> verdict) {

    public Snapshot {
        evaluation = Map.copyOf(evaluation);
    }

    /** A snapshot that no gate has judged, and that sends whatever promises most. */
    public Snapshot(
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
        this(
                agent,
                version,
                createdAt,
                algorithm,
                network,
                encoder,
                catalogueHash,
                parameters,
                epsilon,
                0,
                provenance,
                evaluation,
                Optional.empty());
    }

    /**
     * The same, judged.
     *
     * @param measured numbers of the verdict, beside those that are there
     */
    public Snapshot judged(SnapshotVerdict by, Map<String, Double> measured) {
        Map<String, Double> all = new HashMap<>(evaluation);
        all.putAll(measured);
        return new Snapshot(
                agent,
                version,
                createdAt,
                algorithm,
                network,
                encoder,
                catalogueHash,
                parameters,
                epsilon,
                leastGain,
                provenance,
                all,
                Optional.of(by));
    }

    /** Whether the trainer's gate holds it back: it must not decide. */
    public boolean isRefused() {
        return verdict.filter(by -> by.getOutcome() == SnapshotOutcome.REFUSED).isPresent();
    }

    /** How to act on its Q-values, exploring at its own rate. */
    public Policy policy() {
        return sparing(new EpsilonGreedy(epsilon));
    }

    /** The rule, but for messages that promise less than the least gain. */
    public Policy sparing(Policy rule) {
        return leastGain > 0 ? new Sparing(rule, leastGain) : rule;
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
