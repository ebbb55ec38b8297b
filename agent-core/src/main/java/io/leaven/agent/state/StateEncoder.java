package io.leaven.agent.state;

import io.leaven.schemas.CustomerState;
import io.leaven.schemas.feature.StateFeature;
import java.util.List;

/**
 * Turns a customer's state into the network's input: for each feature (value - offset) / scale. It is data, and travels
 * inside the snapshot, so trainer and dispatcher cannot disagree.
 *
 * @param features in the order of the network's inputs
 */
public record StateEncoder(List<Input> features) {

    /** One number of the network's input. */
    public record Input(StateFeature feature, double offset, double scale) {
        public Input {
            if (!Double.isFinite(offset) || !Double.isFinite(scale) || scale == 0) {
                throw new IllegalArgumentException("feature " + feature.label() + ": offset " + offset + " and scale "
                        + scale + " must be finite, and the scale not 0");
            }
        }

        public static Input raw(StateFeature feature) {
            return new Input(feature, 0, 1);
        }
    }

    public StateEncoder {
        features = List.copyOf(features);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("an encoder needs at least one feature");
        }
    }

    /** The paper's state of eight, as it is, without scaling. */
    public static StateEncoder paper() {
        return raw(StateFeature.PAPER);
    }

    /** Features less their centre, by their spread. */
    public static StateEncoder typical(List<StateFeature> features) {
        return new StateEncoder(features.stream()
                .map(feature -> new Input(feature, feature.centre(), feature.spread()))
                .toList());
    }

    /** Features as they are. */
    public static StateEncoder raw(List<StateFeature> features) {
        return new StateEncoder(features.stream().map(Input::raw).toList());
    }

    /**
     * Scales features by data: each gets mean 0 and standard deviation 1 over the given states. One that does not vary is only
     * centred.
     *
     * @param states one or more
     */
    public static StateEncoder scaled(List<StateFeature> features, List<CustomerState> states) {
        return new StateEncoder(
                features.stream().map(feature -> scaled(feature, states)).toList());
    }

    private static Input scaled(StateFeature feature, List<CustomerState> states) {
        double mean = states.stream().mapToDouble(feature::of).average().orElseThrow();
        double variance = states.stream()
                .mapToDouble(state -> Math.pow(feature.of(state) - mean, 2))
                .average()
                .orElseThrow();
        return new Input(feature, mean, variance < 1e-12 ? 1 : Math.sqrt(variance));
    }

    /** How many numbers a state becomes. */
    public int width() {
        return features.size();
    }

    /** Writes the state's numbers into {@code into[offset .. offset + width)}. */
    public void encode(CustomerState state, float[] into, int offset) {
        for (int i = 0; i < features.size(); i++) {
            Input input = features.get(i);
            into[offset + i] = (float) ((input.feature.of(state) - input.offset) / input.scale);
        }
    }

    public float[] encode(CustomerState state) {
        float[] encoded = new float[width()];
        encode(state, encoded, 0);
        return encoded;
    }
}
