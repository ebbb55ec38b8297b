package io.leaven.dispatcher.decision;

import io.leaven.agent.live.Lineup;
import io.leaven.dispatcher.snapshot.BandLimits;
import io.leaven.dispatcher.snapshot.SnapshotTrial;
import java.time.Instant;

/** Seats for loops. */
final class Seats {

    private Seats() {}

    /** Nobody decides. */
    static PanelSeat empty() {
        return new PanelSeat(
                () -> Lineup.EMPTY,
                snapshot -> {
                    throw new AssertionError("there is no snapshot");
                },
                new SnapshotTrial(new BandLimits(.01, 300, 50, .5, 4), 10, "test", () -> Instant.EPOCH, order -> {
                    throw new AssertionError("there is nothing to order");
                }));
    }
}
