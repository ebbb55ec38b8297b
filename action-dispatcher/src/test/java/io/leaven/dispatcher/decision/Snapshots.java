package io.leaven.dispatcher.decision;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Provenance;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.SnapshotOutcome;
import io.leaven.schemas.SnapshotVerdict;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** Snapshots with random weights. */
public final class Snapshots {

    private Snapshots() {}

    /** The version is the seed of the weights. */
    public static Snapshot random(
            String agent, long version, NetworkSpec network, String catalogueHash, double epsilon) {
        Random random = new Random(version);
        float[] parameters = new float[network.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (.2 * random.nextGaussian());
        }
        return new Snapshot(
                agent,
                version,
                Instant.parse("2026-01-01T00:00:00Z"),
                "dqn",
                network,
                StateEncoder.paper(),
                catalogueHash,
                parameters,
                epsilon,
                new Provenance(version, 100, 1_000, Map.of(), Map.of()),
                Map.of());
    }

    /** The same, held back by the trainer's gate. */
    public static Snapshot refused(Snapshot snapshot) {
        return snapshot.judged(
                SnapshotVerdict.newBuilder()
                        .setOutcome(SnapshotOutcome.REFUSED)
                        .setReason("the gain may be below -10")
                        .setLevel(.9)
                        .setMargin(10)
                        .build(),
                Map.of());
    }
}
