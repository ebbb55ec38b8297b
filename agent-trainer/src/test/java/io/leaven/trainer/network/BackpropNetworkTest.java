package io.leaven.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import io.leaven.agent.network.Engines;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.FlatParameters.Layer;
import io.leaven.agent.network.FlatParameters.Start;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.network.QNetwork;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackpropNetworkTest {

    private static final long SEED = 20261123;
    private static final int ROWS = 50;

    static List<NetworkSpec> networks() {
        return List.of(NetworkSpec.of(8, 24, 24, 10), NetworkSpec.of(12, 32, 5), NetworkSpec.of(4, 3));
    }

    @Test
    void agreesWithAGradientComputedByHand() {
        // hidden = relu(2 x + 1, -x), Q = 3 hidden1 + 5 hidden2 + .5 at x = 1: hidden = (3, 0), Q = 9.5
        float[] parameters = {2, -1, 1, 0, 3, 5, .5f};
        try (BackpropNetwork network = new BackpropNetwork(NetworkSpec.of(1, 2, 1), parameters, 1)) {
            float[] gradient = new float[7];
            double loss = network.gradient(
                    new float[] {1},
                    (q, slopes) -> {
                        assertThat(q).containsExactly(9.5f);
                        slopes[0] = 2;
                        return 7;
                    },
                    gradient);
            assertThat(loss).isEqualTo(7);
            // dQ = 2: output weights 2 x hidden, output bias 2; hidden1 gets 2 x 3 = 6, hidden2 is off
            assertThat(gradient).containsExactly(6, 0, 6, 0, 6, 0, 2);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void agreesWithTheGradientsOfDjl(NetworkSpec spec) {
        float[] parameters = FlatParameters.initial(spec, Start.UNIFORM, SEED);
        float[] states = gaussian(ROWS * spec.inputs(), SEED + 1);
        float[] targets = gaussian(ROWS * spec.actions(), SEED + 2);
        float[] expected = gradientOfDjl(spec, parameters, states, targets);
        float[] gradient = new float[parameters.length];
        try (BackpropNetwork network = new BackpropNetwork(spec, parameters, ROWS)) {
            network.gradient(states, (q, slopes) -> meanSquare(q, targets, slopes), gradient);
        }
        assertClose(gradient, expected, 1e-5);
    }

    @Test
    void agreesWithFiniteDifferences() {
        NetworkSpec spec = NetworkSpec.of(4, 6, 5, 3);
        float[] parameters = FlatParameters.initial(spec, Start.HE, SEED);
        float[] states = gaussian(ROWS * spec.inputs(), SEED + 1);
        float[] targets = gaussian(ROWS * spec.actions(), SEED + 2);
        float[] gradient = new float[parameters.length];
        try (BackpropNetwork network = new BackpropNetwork(spec, parameters, ROWS)) {
            network.gradient(states, (q, slopes) -> meanSquare(q, targets, slopes), gradient);
        }
        double[] exact = new double[parameters.length];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = parameters[i];
        }
        float[] expected = new float[parameters.length];
        double step = 1e-7;
        for (int i = 0; i < exact.length; i++) {
            double before = exact[i];
            exact[i] = before + step;
            double above = lossByLoops(spec, exact, states, targets);
            exact[i] = before - step;
            double below = lossByLoops(spec, exact, states, targets);
            exact[i] = before;
            expected[i] = (float) ((above - below) / (2 * step));
        }
        assertClose(gradient, expected, 1e-4);
    }

    @Test
    void servingAndTrainingScoreAlike() {
        NetworkSpec spec = NetworkSpec.of(8, 24, 24, 10);
        float[] first = FlatParameters.initial(spec, Start.UNIFORM, SEED);
        float[] second = FlatParameters.initial(spec, Start.UNIFORM, SEED + 9);
        float[] states = gaussian(ROWS * spec.inputs(), SEED + 1);
        float[] qValues = new float[ROWS * spec.actions()];
        try (BackpropNetwork training = new BackpropNetwork(spec, first, ROWS);
                QNetwork serving = new QNetwork(spec, second)) {
            training.set(second);
            training.qValues(states, qValues);
            assertClose(qValues, serving.qValues(states, ROWS), 1e-5);
        }
    }

    private static double meanSquare(float[] q, float[] targets, float[] slopes) {
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            double error = q[i] - targets[i];
            sum += error * error;
            slopes[i] = (float) (2 * error / q.length);
        }
        return sum / q.length;
    }

    private static float[] gradientOfDjl(NetworkSpec spec, float[] parameters, float[] states, float[] targets) {
        try (NDManager manager = Engines.pytorch().newBaseManager()) {
            NDArray flat = manager.create(parameters);
            flat.setRequiresGradient(true);
            NDArray target = manager.create(targets, new Shape(ROWS, spec.actions()));
            List<Layer> layers = FlatParameters.layers(spec);
            try (GradientCollector collector = Engines.pytorch().newGradientCollector()) {
                NDArray values = manager.create(states, new Shape(ROWS, spec.inputs()));
                for (Layer layer : layers) {
                    NDArray weights = flat.get(new NDIndex().addSliceDim(layer.weights(), layer.biases()))
                            .reshape(layer.outputs(), layer.inputs());
                    NDArray biases =
                            flat.get(new NDIndex().addSliceDim(layer.biases(), layer.biases() + layer.outputs()));
                    values = Linear.linear(values, weights, biases).singletonOrThrow();
                    if (layer != layers.get(layers.size() - 1)) {
                        values = Activation.relu(values);
                    }
                }
                collector.backward(values.sub(target).square().mean());
            }
            return flat.getGradient().toFloatArray();
        }
    }

    private static double lossByLoops(NetworkSpec spec, double[] parameters, float[] states, float[] targets) {
        List<Layer> layers = FlatParameters.layers(spec);
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double[] values = new double[spec.inputs()];
            for (int i = 0; i < values.length; i++) {
                values[i] = states[row * values.length + i];
            }
            for (Layer layer : layers) {
                double[] next = new double[layer.outputs()];
                for (int out = 0; out < next.length; out++) {
                    next[out] = parameters[layer.biases() + out];
                    for (int in = 0; in < layer.inputs(); in++) {
                        next[out] += parameters[layer.weight(out, in)] * values[in];
                    }
                    if (layer != layers.get(layers.size() - 1)) {
                        next[out] = Math.max(0, next[out]);
                    }
                }
                values = next;
            }
            for (int action = 0; action < values.length; action++) {
                double error = values[action] - targets[row * values.length + action];
                sum += error * error;
            }
        }
        return sum / (ROWS * spec.actions());
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i])
                    .as("number %d, seed %d", i, SEED)
                    .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
        }
    }

    private static float[] gaussian(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
