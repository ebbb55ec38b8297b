package io.leaven.control.snapshot;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.EncodedFeature;
import io.leaven.schemas.ReplayPosition;
import io.leaven.schemas.SnapshotOutcome;
import io.leaven.schemas.SnapshotVerdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Snapshots of an agent {@code bakery}, as they stand on the topic. */
public final class AgentSnapshots {

    private static final Instant TIME = Instant.parse("2026-11-23T10:15:00Z");

    private AgentSnapshots() {}

    public static AgentSnapshot good(long version) {
        ByteBuffer parameters = ByteBuffer.allocate(90 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return AgentSnapshot.newBuilder()
                .setAgent("bakery")
                .setVersion(version)
                .setCreatedAt(TIME.plusSeconds(version))
                .setAlgorithm("dqn")
                .setLayers(List.of(8, 10))
                .setFeatures(StateEncoder.paper().features().stream()
                        .map(input -> new EncodedFeature(input.feature().label(), input.offset(), input.scale()))
                        .toList())
                .setCatalogueHash(ActionCatalogue.standard().hash())
                .setParameters(parameters)
                .setEpsilon(.01)
                .setGradientSteps(100 * version)
                .setTransitions(1_000 * version)
                .setPositions(List.of(new ReplayPosition(0, 10 * version)))
                .setSeed(1)
                .setSettings(Map.of("trainer.preset", "dyna"))
                .setEvaluation(Map.of("meanMaxQ", 12.5))
                .build();
    }

    static AgentSnapshot notFinite(long version) {
        AgentSnapshot snapshot = good(version);
        snapshot.getParameters().order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        return snapshot;
    }

    static AgentSnapshot refused(long version) {
        AgentSnapshot snapshot = good(version);
        snapshot.setVerdict(SnapshotVerdict.newBuilder()
                .setOutcome(SnapshotOutcome.REFUSED)
                .setReason("the gain may be below -10")
                .setLevel(.9)
                .setMargin(10)
                .build());
        return snapshot;
    }
}
