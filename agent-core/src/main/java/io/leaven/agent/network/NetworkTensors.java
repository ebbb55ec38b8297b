package io.leaven.agent.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's parameters in native memory: one flat vector, and views of it for each layer, so that new parameters are one
 * copy. Every array made from these is owned by {@link #manager} until it is closed itself. Not safe for use by several
 * threads.
 */
public final class NetworkTensors implements AutoCloseable {

    private final NetworkSpec spec;
    private final NDManager manager;
    private final SharedMatrix flat;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();

    /**
     * @param parameters in the order of {@link FlatParameters}
     * @throws IllegalArgumentException if their number is not that of the network
     */
    public NetworkTensors(NetworkSpec spec, float[] parameters) {
        this.spec = spec;
        this.manager = Engines.pytorch().newBaseManager();
        this.flat = new SharedMatrix(manager, 1, spec.parameterCount());
        try {
            set(parameters);
            for (FlatParameters.Layer layer : FlatParameters.layers(spec)) {
                weights.add(view(layer.weights(), layer.biases()).reshape(layer.outputs(), layer.inputs()));
                biases.add(
                        view(layer.biases(), layer.biases() + layer.outputs()).reshape(new Shape(layer.outputs())));
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private NDArray view(int from, int to) {
        return flat.array().get(new NDIndex().addAllDim().addSliceDim(from, to));
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** Owner of every array that belongs to this network. */
    public NDManager manager() {
        return manager;
    }

    /**
     * Replaces all parameters.
     *
     * @throws IllegalArgumentException if their number is not that of the network
     */
    public void set(float[] parameters) {
        if (parameters.length != spec.parameterCount()) {
            throw new IllegalArgumentException("network " + spec.layers() + " has " + spec.parameterCount()
                    + " parameters, but " + parameters.length + " were given");
        }
        flat.buffer().put(0, parameters);
    }

    /** How many layers there are to compute: one less than the widths of the spec. */
    public int depth() {
        return weights.size();
    }

    /** The weights of a layer, out x in. */
    public NDArray weights(int layer) {
        return weights.get(layer);
    }

    /** One layer's output before its activation: input W' + b, for each row. The caller closes it. */
    public NDArray linear(int layer, NDArray input) {
        return Linear.linear(input, weights.get(layer), biases.get(layer)).singletonOrThrow();
    }

    /** One layer's output: {@link #linear}, and ReLU unless it is the last. The caller closes it. */
    public NDArray output(int layer, NDArray input) {
        NDArray linear = linear(layer, input);
        if (layer == depth() - 1) {
            return linear;
        }
        try (linear) {
            return Activation.relu(linear);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
