package io.leaven.dispatcher.decision;

import io.leaven.agent.live.Lineup;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.dispatcher.snapshot.SnapshotTrial;
import java.util.function.Function;
import java.util.function.Supplier;

/** The agents of one decision thread, one for each part of the lineup, replaced between two batches. For that thread only. */
public final class PanelSeat implements AutoCloseable {

    private final Supplier<Lineup> lineups;
    private final SnapshotTrial trial;
    private final AgentSeat live;
    private final AgentSeat shadow;
    private final AgentSeat reference;
    private Lineup lineup = Lineup.EMPTY;

    /**
     * @param lineups the newest
     * @param open makes an agent of a snapshot, such as {@code snapshot -> Agent.open(snapshot, choice)}
     * @param trial told of comparisons
     */
    public PanelSeat(Supplier<Lineup> lineups, Function<Snapshot, Agent> open, SnapshotTrial trial) {
        this.lineups = lineups;
        this.trial = trial;
        this.live = new AgentSeat(() -> lineup.live(), open);
        this.shadow = new AgentSeat(() -> lineup.shadow(), open);
        this.reference = new AgentSeat(() -> lineup.reference(), open);
    }

    /** Whom to ask now. What was returned before must not be used any more. */
    Panel current() {
        lineup = lineups.get();
        Lineup now = lineup;
        return new Panel(
                live.current(),
                shadow.current(),
                reference.current(),
                (customer, agent, other) -> trial.compare(
                        customer, now.live().orElseThrow(), now.reference().orElseThrow(), agent, other));
    }

    @Override
    public void close() {
        live.close();
        shadow.close();
        reference.close();
    }
}
