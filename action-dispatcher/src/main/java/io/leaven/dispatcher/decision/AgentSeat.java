package io.leaven.dispatcher.decision;

import io.leaven.agent.snapshot.Snapshot;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The agent of one decision thread, replaced when there is a newer snapshot. Only that thread may use it, and no agent that
 * it returned before, once it was asked again: that one may be closed.
 */
public final class AgentSeat implements AutoCloseable {

    private final Supplier<Optional<Snapshot>> newest;
    private final Function<Snapshot, Agent> open;
    private Snapshot seated;
    private Agent agent;

    /**
     * @param newest none before the first snapshot
     * @param open makes an agent of a snapshot, such as {@code snapshot -> Agent.open(snapshot, choice)}
     */
    public AgentSeat(Supplier<Optional<Snapshot>> newest, Function<Snapshot, Agent> open) {
        this.newest = newest;
        this.open = open;
    }

    /** The agent of the newest snapshot; none before the first. */
    Optional<Agent> current() {
        newest.get().filter(snapshot -> snapshot != seated).ifPresent(snapshot -> {
            Agent next = open.apply(snapshot);
            close();
            agent = next;
            seated = snapshot;
        });
        return Optional.ofNullable(agent);
    }

    @Override
    public void close() {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }
}
