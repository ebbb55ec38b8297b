package io.leaven.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.network.NetworkTensors;
import io.leaven.agent.network.SharedMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected network with ReLU that computes Q-values and gradients for batches of one size, on PyTorch.
 *
 * <p>The gradient is the chain rule written out, layer by layer from the last: with G the slope of the loss in the layer's
 * output, dW = G' H, db = column sums of G, and the slope below is (G W) where the unit below is above 0. For networks this
 * small nearly all time of a step is the overhead of native calls; written out it takes about 20 of them, which is several
 * times faster than DJL's recorded graph, and needs no gradient collector, of which a JVM can hold only one. A test holds it
 * to DJL's own gradients.
 *
 * <p>Plain Java loops that the JIT compiler vectorises were measured against it (forward pass of the next states and gradient, one
 * thread, AVX-512): 21 against 48 microseconds for the paper's network at batch 50, but 175 against 125 at batch 512, and 1,690
 * against 470 for 12-128-128-10 at batch 256. They pay for the smallest work alone, so there is one engine.
 *
 * <p>Holds native memory until it is closed. Not safe for use by several threads.
 */
public final class BackpropNetwork implements AutoCloseable {

    private final NetworkTensors tensors;
    private final List<FlatParameters.Layer> layers;
    private final int rows;
    private final float[] qValues;
    private final float[] slopes;
    private final SharedMatrix input;
    private final SharedMatrix outputSlope;
    private final NDArray outputSlopeTransposed;

    /** The slope of a loss: how it changes with each Q-value. */
    @FunctionalInterface
    public interface LossSlope {
        /**
         * Computes a loss and its slope.
         *
         * @param qValues rows x actions
         * @param slopes rows x actions of zeros, to be filled with the loss's derivatives by each Q-value
         * @return the loss
         */
        double at(float[] qValues, float[] slopes);
    }

    /**
     * @param parameters to begin with; copied
     * @param rows of every batch
     */
    public BackpropNetwork(NetworkSpec spec, float[] parameters, int rows) {
        this.tensors = new NetworkTensors(spec, parameters);
        this.layers = FlatParameters.layers(spec);
        this.rows = rows;
        this.qValues = new float[rows * spec.actions()];
        this.slopes = new float[rows * spec.actions()];
        this.input = new SharedMatrix(tensors.manager(), rows, spec.inputs());
        this.outputSlope = new SharedMatrix(tensors.manager(), rows, spec.actions());
        this.outputSlopeTransposed = outputSlope.array().transpose();
    }

    public NetworkSpec spec() {
        return tensors.spec();
    }

    /** Replaces all parameters. */
    public void set(float[] parameters) {
        tensors.set(parameters);
    }

    /**
     * The Q-values of a batch.
     *
     * @param states rows x inputs
     * @param into rows x actions
     */
    public void qValues(float[] states, float[] into) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            input.buffer().put(0, states);
            NDArray output = input.array();
            for (int layer = 0; layer < tensors.depth(); layer++) {
                output = tensors.output(layer, output);
            }
            SharedMatrix.read(output, into, 0, into.length);
        }
    }

    /**
     * The gradient of a loss by all parameters.
     *
     * @param states rows x inputs
     * @param loss told the Q-values of the states
     * @param into filled with the gradient, in the order of {@link FlatParameters}
     * @return the loss
     */
    public double gradient(float[] states, LossSlope loss, float[] into) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            input.buffer().put(0, states);
            int depth = tensors.depth();
            NDArray[] inputs = new NDArray[depth];
            NDArray output = input.array();
            for (int layer = 0; layer < depth; layer++) {
                inputs[layer] = output;
                output = tensors.output(layer, output);
            }
            SharedMatrix.read(output, qValues, 0, qValues.length);
            Arrays.fill(slopes, 0);
            double value = loss.at(qValues, slopes);
            outputSlope.buffer().put(0, slopes);
            backpropagate(inputs, into);
            return value;
        }
    }

    private void backpropagate(NDArray[] inputs, float[] into) {
        NDArray slope = outputSlope.array();
        NDArray transposed = outputSlopeTransposed;
        for (int i = inputs.length - 1; i >= 0; i--) {
            FlatParameters.Layer layer = layers.get(i);
            SharedMatrix.read(transposed.matMul(inputs[i]), into, layer.weights(), layer.inputs() * layer.outputs());
            SharedMatrix.read(slope.sum(new int[] {0}), into, layer.biases(), layer.outputs());
            if (i > 0) {
                slope = slope.matMul(tensors.weights(i)).muli(inputs[i].sign());
                transposed = slope.transpose();
            }
        }
    }

    @Override
    public void close() {
        tensors.close();
    }
}
