package io.leaven.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.network.FlatParameters.Layer;
import io.leaven.agent.network.FlatParameters.Start;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatParametersTest {

    private static final NetworkSpec PAPER = NetworkSpec.of(8, 24, 24, 10);

    @Test
    void layersFollowEachOtherWeightsBeforeBiases() {
        // 8 x 24 + 24 = 216; 24 x 24 + 24 = 600; 24 x 10 + 10 = 250
        assertThat(FlatParameters.layers(PAPER))
                .isEqualTo(
                        List.of(new Layer(8, 24, 0, 192), new Layer(24, 24, 216, 792), new Layer(24, 10, 816, 1056)));
        assertThat(PAPER.parameterCount()).isEqualTo(1066);
    }

    @Test
    void aWeightStandsAtItsRowAndColumn() {
        assertThat(new Layer(24, 10, 816, 1056).weight(2, 3)).isEqualTo(816 + 2 * 24 + 3);
    }

    @Test
    void uniformStartHasTheSpreadOfPyTorchsLinearLayer() {
        NetworkSpec wide = NetworkSpec.of(400, 300, 2);
        float[] parameters = FlatParameters.initial(wide, Start.UNIFORM, 1);
        Layer first = FlatParameters.layers(wide).get(0);
        double bound = 1 / Math.sqrt(400);
        double sum = 0;
        double squares = 0;
        double highest = 0;
        int count = first.biases() + first.outputs();
        for (int i = 0; i < count; i++) {
            sum += parameters[i];
            squares += (double) parameters[i] * parameters[i];
            highest = Math.max(highest, Math.abs(parameters[i]));
        }
        assertThat(highest).isLessThanOrEqualTo(bound).isGreaterThan(.999 * bound);
        assertThat(sum / count).isCloseTo(0, within(4 * bound / Math.sqrt(3.0 * count)));
        // the variance of a uniform number in +-b is b^2/3
        assertThat(squares / count).isCloseTo(bound * bound / 3, within(.01 * bound * bound / 3));
    }

    @Test
    void heStartHasVarianceTwoByInputsAndNoBias() {
        NetworkSpec wide = NetworkSpec.of(400, 300, 2);
        float[] parameters = FlatParameters.initial(wide, Start.HE, 1);
        Layer first = FlatParameters.layers(wide).get(0);
        double squares = 0;
        for (int i = 0; i < first.biases(); i++) {
            squares += (double) parameters[i] * parameters[i];
        }
        assertThat(squares / first.biases()).isCloseTo(2.0 / 400, within(.02 * 2.0 / 400));
        for (int i = first.biases(); i < first.biases() + first.outputs(); i++) {
            assertThat(parameters[i]).isZero();
        }
    }

    @Test
    void theSeedDecides() {
        assertThat(FlatParameters.initial(PAPER, Start.UNIFORM, 7))
                .isEqualTo(FlatParameters.initial(PAPER, Start.UNIFORM, 7))
                .isNotEqualTo(FlatParameters.initial(PAPER, Start.UNIFORM, 8));
    }

    @Test
    void oneNumberThatIsNotFiniteIsSeen() {
        float[] parameters = new float[9];
        assertThat(FlatParameters.areFinite(parameters)).isTrue();
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            parameters[8] = bad;
            assertThat(FlatParameters.areFinite(parameters)).isFalse();
        }
    }
}
