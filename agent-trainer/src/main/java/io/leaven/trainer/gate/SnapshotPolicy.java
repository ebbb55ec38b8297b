package io.leaven.trainer.gate;

import io.leaven.agent.network.QNetwork;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.evaluation.QFunction;
import io.leaven.trainer.evaluation.TargetPolicy;
import java.util.List;

/** What a snapshot would do, exploring as it says, in states that are not scaled yet. */
final class SnapshotPolicy implements TargetPolicy {

    private final Snapshot snapshot;
    private final List<StateFeature> features;

    /**
     * @param features of the states
     * @throws IllegalArgumentException if the snapshot sees one that is not among them
     */
    SnapshotPolicy(Snapshot snapshot, List<StateFeature> features) {
        for (StateEncoder.Input input : snapshot.encoder().features()) {
            if (!features.contains(input.feature())) {
                throw new IllegalArgumentException(
                        "snapshot " + snapshot.id() + " sees " + input.feature().label() + ", which is not logged");
            }
        }
        this.snapshot = snapshot;
        this.features = List.copyOf(features);
    }

    @Override
    public double[] probabilities(float[] states, long[] masks, int actions) {
        try (QNetwork network = new QNetwork(snapshot.network(), snapshot.parameters())) {
            QFunction scaled = (raw, rows) -> network.qValues(encode(raw, rows), rows);
            return TargetPolicy.of(scaled, snapshot.policy()).probabilities(states, masks, actions);
        }
    }

    private float[] encode(float[] raw, int rows) {
        List<StateEncoder.Input> inputs = snapshot.encoder().features();
        float[] encoded = new float[rows * inputs.size()];
        for (int i = 0; i < inputs.size(); i++) {
            StateEncoder.Input input = inputs.get(i);
            int at = features.indexOf(input.feature());
            for (int row = 0; row < rows; row++) {
                encoded[row * inputs.size() + i] =
                        (float) ((raw[row * features.size() + at] - input.offset()) / input.scale());
            }
        }
        return encoded;
    }
}
