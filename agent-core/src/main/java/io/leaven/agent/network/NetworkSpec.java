package io.leaven.agent.network;

import java.util.Arrays;
import java.util.List;

/**
 * Shape of a fully connected network with ReLU between its layers.
 *
 * @param layers width of each layer: inputs first, actions last; the paper's is 8-24-24-10
 */
public record NetworkSpec(List<Integer> layers) {

    /** The most parameters that a network may have: more would not fit into a record of Kafka, nor into one array. */
    public static final int MOST_PARAMETERS = 100_000_000;

    public NetworkSpec {
        layers = List.copyOf(layers);
        if (layers.size() < 2 || layers.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "layers " + layers + ": need at least an input and an output, all of width 1 or more");
        }
        if (parameters(layers) > MOST_PARAMETERS) {
            throw new IllegalArgumentException(
                    "layers " + layers + ": more than " + MOST_PARAMETERS + " parameters are not supported");
        }
    }

    public static NetworkSpec of(int... layers) {
        return new NetworkSpec(Arrays.stream(layers).boxed().toList());
    }

    public int inputs() {
        return layers.get(0);
    }

    public int actions() {
        return layers.get(layers.size() - 1);
    }

    /** Length of the flat parameter vector: weights (out x in, row by row) and biases of each layer in turn. */
    public int parameterCount() {
        return (int) parameters(layers);
    }

    private static double parameters(List<Integer> layers) {
        double count = 0;
        for (int i = 1; i < layers.size(); i++) {
            count += layers.get(i) * (layers.get(i - 1) + 1.0);
        }
        return count;
    }
}
