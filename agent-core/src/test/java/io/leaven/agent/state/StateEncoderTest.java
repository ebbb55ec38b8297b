package io.leaven.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leaven.agent.state.StateEncoder.Input;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import io.leaven.schemas.feature.StateFeature;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateEncoderTest {

    private final CustomerState state = CustomerState.newBuilder()
            .setAttributes(new CustomerAttributes(52, Gender.OTHER, 7.03))
            .setTier(Tier.SILVER)
            .setStep(17)
            .build();

    @Test
    void thePapersStateIsRaw() {
        assertThat(StateEncoder.paper().encode(state)).containsExactly(52, .5f, 7.03f, 17, 0, 0, 1, 0);
    }

    @Test
    void scaledFeaturesAreShiftedThenDivided() {
        // WORLD.md: za = (age - 38)/14, zd = (d - 4.2)/2.83; (52 - 38)/14 = 1, (7.03 - 4.2)/2.83 = 1
        StateEncoder encoder = new StateEncoder(
                List.of(new Input(StateFeature.DISTANCE, 4.2, 2.83), new Input(StateFeature.AGE, 38, 14)));
        float[] into = {9, 9, 9, 9};
        encoder.encode(state, into, 1);
        assertThat(into).containsExactly(9, 1, 1, 9);
    }

    @Test
    void refusesAScaleOfZeroAndNoFeatures() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Input(StateFeature.AGE, 0, 0))
                .withMessageContaining("age");
        assertThatIllegalArgumentException().isThrownBy(() -> new Input(StateFeature.AGE, Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StateEncoder(List.of()));
    }
}
