package io.leaven.dispatcher.decision;

import io.leaven.agent.network.QNetwork;
import io.leaven.agent.policy.Policy;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;

/** A snapshot at work, with its network in native memory. For one thread: the one that opened it decides and closes it. */
public final class Agent implements AutoCloseable {

    private final String snapshotId;
    private final StateEncoder encoder;
    private final Policy policy;
    private final String policyText;
    private final ValueFunction values;
    private final Runnable release;

    Agent(String snapshotId, StateEncoder encoder, Policy policy, ValueFunction values, Runnable release) {
        this.snapshotId = snapshotId;
        this.encoder = encoder;
        this.policy = policy;
        this.policyText = policy.describe();
        this.values = values;
        this.release = release;
    }

    /**
     * An agent without a snapshot, such as a rule that others are compared with.
     *
     * @param name in its decisions, in place of a snapshot's
     */
    public static Agent of(String name, StateEncoder encoder, Policy policy, ValueFunction values) {
        return new Agent(name, encoder, policy, values, () -> {});
    }

    /** Loads the snapshot's network. */
    public static Agent open(Snapshot snapshot, PolicyChoice choice) {
        QNetwork network = new QNetwork(snapshot.network(), snapshot.parameters());
        return new Agent(snapshot.id(), snapshot.encoder(), choice.of(snapshot), network::qValues, network::close);
    }

    /** {@code agent/version}. */
    public String snapshotId() {
        return snapshotId;
    }

    StateEncoder encoder() {
        return encoder;
    }

    Policy policy() {
        return policy;
    }

    /** The policy in words. */
    String policyText() {
        return policyText;
    }

    ValueFunction values() {
        return values;
    }

    @Override
    public void close() {
        release.run();
    }
}
