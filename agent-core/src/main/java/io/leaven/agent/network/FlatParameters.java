package io.leaven.agent.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How the parameters of a network lie in one flat vector: layer by layer, each with its weights (out x in, row by row) and
 * then its biases.
 */
public final class FlatParameters {

    /** How parameters start. */
    public enum Start {
        /** PyTorch's default for a linear layer: weights and biases uniform in +-1/sqrt(inputs). */
        UNIFORM,
        /** He et al. (2015), for ReLU: weights Normal(0, sqrt(2/inputs)), biases 0. */
        HE
    }

    /**
     * Where one layer lies in the vector.
     *
     * @param inputs width of the layer before
     * @param outputs width of this layer
     * @param weights position of the first weight
     * @param biases position of the first bias
     */
    public record Layer(int inputs, int outputs, int weights, int biases) {

        /** Position of the weight from an input to an output. */
        public int weight(int output, int input) {
            return weights + output * inputs + input;
        }
    }

    private FlatParameters() {}

    /** The layers in order of computation. */
    public static List<Layer> layers(NetworkSpec spec) {
        List<Layer> layers = new ArrayList<>();
        int position = 0;
        for (int i = 1; i < spec.layers().size(); i++) {
            int inputs = spec.layers().get(i - 1);
            int outputs = spec.layers().get(i);
            int biases = position + inputs * outputs;
            layers.add(new Layer(inputs, outputs, position, biases));
            position = biases + outputs;
        }
        return List.copyOf(layers);
    }

    /** Parameters to start learning from: the same for the same seed, on every machine. */
    public static float[] initial(NetworkSpec spec, Start start, long seed) {
        Random random = new Random(seed);
        float[] parameters = new float[spec.parameterCount()];
        for (Layer layer : layers(spec)) {
            double bound = 1 / Math.sqrt(layer.inputs());
            double deviation = Math.sqrt(2.0 / layer.inputs());
            for (int i = layer.weights(); i < layer.biases() + layer.outputs(); i++) {
                parameters[i] = switch (start) {
                    case UNIFORM -> (float) ((2 * random.nextDouble() - 1) * bound);
                    case HE -> i < layer.biases() ? (float) (random.nextGaussian() * deviation) : 0;
                };
            }
        }
        return parameters;
    }

    /** Whether every number is finite. */
    public static boolean areFinite(float[] parameters) {
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                return false;
            }
        }
        return true;
    }
}
