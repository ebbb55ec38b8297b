package io.leaven.agent.network;

import java.util.List;

/**
 * Shape of a fully connected network with ReLU between its layers.
 *
 * @param layers width of each layer: inputs first, actions last; the paper's is 8-24-24-10
 */
public record NetworkSpec(List<Integer> layers) {

    public NetworkSpec {
        layers = List.copyOf(layers);
        if (layers.size() < 2 || layers.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "layers " + layers + ": need at least an input and an output, all of width 1 or more");
        }
    }

    public static NetworkSpec of(int... layers) {
        return new NetworkSpec(java.util.Arrays.stream(layers).boxed().toList());
    }

    public int inputs() {
        return layers.get(0);
    }

    public int actions() {
        return layers.get(layers.size() - 1);
    }

    /** Length of the flat parameter vector: weights (out x in, row by row) and biases of each layer in turn. */
    public int parameterCount() {
        int count = 0;
        for (int i = 1; i < layers.size(); i++) {
            count += layers.get(i) * (layers.get(i - 1) + 1);
        }
        return count;
    }
}
