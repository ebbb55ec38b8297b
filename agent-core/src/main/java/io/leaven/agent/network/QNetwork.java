package io.leaven.agent.network;

import ai.djl.ndarray.NDArray;

/**
 * Scores states: one Q-value for each action, by a fully connected network with ReLU between its layers, on PyTorch.
 *
 * <p>The Q-values of a row depend on that row alone, to the last bit, whatever the batch that it comes in and wherever it
 * stands in it. PyTorch by itself does not promise that, since it picks its kernel by the number of rows; so the network
 * always computes {@value #CHUNK} rows at a time and fills the last chunk up with zeros.
 *
 * <p>Holds native memory until it is closed. Safe for use by several threads, which take turns.
 */
public final class QNetwork implements AutoCloseable {

    /** Rows of one native call. */
    static final int CHUNK = 64;

    private final NetworkTensors tensors;
    private final SharedMatrix input;
    private final float[] padding;
    private boolean closed;

    /**
     * @param parameters in the order of {@link FlatParameters}; copied
     * @throws IllegalArgumentException if their number is not that of the network
     */
    public QNetwork(NetworkSpec spec, float[] parameters) {
        this.tensors = new NetworkTensors(spec, parameters);
        this.input = new SharedMatrix(tensors.manager(), CHUNK, spec.inputs());
        this.padding = new float[CHUNK * spec.inputs()];
    }

    public NetworkSpec spec() {
        return tensors.spec();
    }

    /**
     * The Q-values of a batch.
     *
     * @param states row by row, rows x inputs
     * @param rows how many, 0 or more
     * @return row by row, rows x actions
     * @throws IllegalArgumentException if there are not rows x inputs numbers
     * @throws IllegalStateException if the network is closed
     */
    public synchronized float[] qValues(float[] states, int rows) {
        int inputs = spec().inputs();
        int actions = spec().actions();
        if (rows < 0 || states.length != (long) rows * inputs) {
            throw new IllegalArgumentException(
                    states.length + " numbers are not " + rows + " states of " + inputs + " numbers each");
        }
        if (closed) {
            throw new IllegalStateException("the network is closed");
        }
        float[] qValues = new float[rows * actions];
        for (int from = 0; from < rows; from += CHUNK) {
            int count = Math.min(CHUNK, rows - from);
            input.buffer().put(0, states, from * inputs, count * inputs);
            input.buffer().put(count * inputs, padding, 0, (CHUNK - count) * inputs);
            NDArray output = tensors.output(0, input.array());
            for (int layer = 1; layer < tensors.depth(); layer++) {
                try (NDArray before = output) {
                    output = tensors.output(layer, before);
                }
            }
            try (NDArray last = output) {
                SharedMatrix.read(last, qValues, from * actions, count * actions);
            }
        }
        return qValues;
    }

    /** The Q-values of one state. */
    public float[] qValues(float[] state) {
        return qValues(state, 1);
    }

    @Override
    public synchronized void close() {
        closed = true;
        tensors.close();
    }
}
