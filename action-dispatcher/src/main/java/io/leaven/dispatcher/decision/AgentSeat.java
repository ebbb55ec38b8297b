package io.leaven.dispatcher.decision;

import io.leaven.agent.snapshot.Snapshot;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The agent of one part in one decision thread, replaced when another snapshot has that part. Only that thread may use it, and no agent that
 * it returned before, once it was asked again: that one may be closed.
 */
public final class AgentSeat implements AutoCloseable {

    private final Supplier<Optional<Snapshot>> newest;
    private final Function<Snapshot, Agent> open;
    private Snapshot seated;
    private Agent agent;

    /**
     * @param newest the snapshot that has the part; none if none has
     * @param open makes an agent of a snapshot, such as {@code snapshot -> Agent.open(snapshot, choice)}
     */
    public AgentSeat(Supplier<Optional<Snapshot>> newest, Function<Snapshot, Agent> open) {
        this.newest = newest;
        this.open = open;
    }

    /** The agent of the snapshot that is to be seated now; none if none is. */
    Optional<Agent> current() {
        Snapshot next = newest.get().orElse(null);
        if (next != seated) {
            Agent opened = next == null ? null : open.apply(next);
            close();
            agent = opened;
            seated = next;
        }
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
