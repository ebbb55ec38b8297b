package io.leaven.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.network.FlatParameters.Layer;
import io.leaven.agent.network.FlatParameters.Start;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QNetworkTest {

    private static final long SEED = 20261123;

    static List<NetworkSpec> networks() {
        return List.of(NetworkSpec.of(8, 24, 24, 10), NetworkSpec.of(12, 128, 128, 10), NetworkSpec.of(3, 5));
    }

    @Test
    void agreesWithANetworkComputedByHand() {
        // hidden = relu([[1, 2], [-1, 1]] x + [0.5, -1]); Q = [[2, -3], [1, 1], [0, 4]] hidden + [0, 1, -1]
        float[] parameters = {1, 2, -1, 1, .5f, -1, 2, -3, 1, 1, 0, 4, 0, 1, -1};
        try (QNetwork network = new QNetwork(NetworkSpec.of(2, 2, 3), parameters)) {
            // x = (1, 3): hidden = relu(7.5, 1); x = (2, -1): hidden = relu(.5, -4) = (.5, 0)
            assertThat(network.qValues(new float[] {1, 3, 2, -1}, 2)).containsExactly(12, 9.5f, 3, 1, 1.5f, -1);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void agreesWithPlainLoops(NetworkSpec spec) {
        float[] parameters = FlatParameters.initial(spec, Start.UNIFORM, SEED);
        float[] states = states(spec, 300);
        try (QNetwork network = new QNetwork(spec, parameters)) {
            float[] qValues = network.qValues(states, 300);
            for (int row = 0; row < 300; row++) {
                double[] expected = byLoops(spec, parameters, states, row);
                for (int action = 0; action < spec.actions(); action++) {
                    assertThat((double) qValues[row * spec.actions() + action])
                            .as("row %d action %d, seed %d", row, action, SEED)
                            .isCloseTo(expected[action], within(1e-4 * (1 + Math.abs(expected[action]))));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aRowHasTheSameBitsInEveryBatchSize(NetworkSpec spec) {
        float[] states = states(spec, 1_000);
        try (QNetwork network = new QNetwork(spec, FlatParameters.initial(spec, Start.UNIFORM, SEED))) {
            float[] oneByOne = oneByOne(network, states, 1_000);
            for (int rows = 1; rows <= 1_000; rows++) {
                assertThat(network.qValues(Arrays.copyOf(states, rows * spec.inputs()), rows))
                        .as("batch of %d, seed %d", rows, SEED)
                        .isEqualTo(Arrays.copyOf(oneByOne, rows * spec.actions()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aRowHasTheSameBitsAtEveryPlaceAmongAnyNeighbours(NetworkSpec spec) {
        int rows = QNetwork.CHUNK + 7;
        float[] states = states(spec, rows);
        try (QNetwork network = new QNetwork(spec, FlatParameters.initial(spec, Start.UNIFORM, SEED))) {
            float[] oneByOne = oneByOne(network, states, rows);
            Random random = new Random(SEED);
            for (int turn = 1; turn < rows; turn++) {
                float[] turned = new float[states.length];
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(
                            states, row * spec.inputs(), turned, (row + turn) % rows * spec.inputs(), spec.inputs());
                }
                int noisy = random.nextInt(rows);
                Arrays.fill(turned, noisy * spec.inputs(), (noisy + 1) * spec.inputs(), Float.NaN);
                float[] qValues = network.qValues(turned, rows);
                for (int row = 0; row < rows; row++) {
                    int place = (row + turn) % rows;
                    if (place != noisy) {
                        assertThat(row(qValues, place, spec.actions()))
                                .as("row %d at place %d, seed %d", row, place, SEED)
                                .isEqualTo(row(oneByOne, row, spec.actions()));
                    }
                }
            }
        }
    }

    @Test
    void anotherNetworkOfTheSameParametersAgreesToTheLastBit() {
        NetworkSpec spec = NetworkSpec.of(8, 24, 24, 10);
        float[] states = states(spec, 200);
        float[] parameters = FlatParameters.initial(spec, Start.HE, SEED);
        try (QNetwork first = new QNetwork(spec, parameters)) {
            for (int i = 0; i < 20; i++) {
                try (QNetwork again = new QNetwork(spec, parameters)) {
                    assertThat(again.qValues(states, 200)).isEqualTo(first.qValues(states, 200));
                }
            }
        }
    }

    @Test
    void anEmptyBatchHasNoQValues() {
        try (QNetwork network = new QNetwork(NetworkSpec.of(2, 3), new float[9])) {
            assertThat(network.qValues(new float[0], 0)).isEmpty();
        }
    }

    @Test
    void refusesWrongNumbersOfParametersAndStates() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QNetwork(NetworkSpec.of(2, 3), new float[8]))
                .withMessageContaining("9 parameters")
                .withMessageContaining("8");
        try (QNetwork network = new QNetwork(NetworkSpec.of(2, 3), new float[9])) {
            assertThatIllegalArgumentException().isThrownBy(() -> network.qValues(new float[3], 2));
            assertThatIllegalArgumentException().isThrownBy(() -> network.qValues(new float[0], -1));
        }
    }

    @Test
    void refusesToWorkOnceClosed() {
        QNetwork network = new QNetwork(NetworkSpec.of(2, 3), new float[9]);
        network.close();
        network.close();
        assertThatIllegalStateException().isThrownBy(() -> network.qValues(new float[2]));
    }

    private static float[] states(NetworkSpec spec, int rows) {
        Random random = new Random(SEED);
        float[] states = new float[rows * spec.inputs()];
        for (int i = 0; i < states.length; i++) {
            states[i] = (float) (10 * random.nextGaussian());
        }
        return states;
    }

    private static float[] oneByOne(QNetwork network, float[] states, int rows) {
        NetworkSpec spec = network.spec();
        float[] all = new float[rows * spec.actions()];
        for (int row = 0; row < rows; row++) {
            float[] one = network.qValues(row(states, row, spec.inputs()));
            System.arraycopy(one, 0, all, row * spec.actions(), spec.actions());
        }
        return all;
    }

    private static float[] row(float[] matrix, int row, int columns) {
        return Arrays.copyOfRange(matrix, row * columns, (row + 1) * columns);
    }

    private static double[] byLoops(NetworkSpec spec, float[] parameters, float[] states, int row) {
        double[] values = new double[spec.inputs()];
        for (int i = 0; i < values.length; i++) {
            values[i] = states[row * spec.inputs() + i];
        }
        List<Layer> layers = FlatParameters.layers(spec);
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
        return values;
    }
}
