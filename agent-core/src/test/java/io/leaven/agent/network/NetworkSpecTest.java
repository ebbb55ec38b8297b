package io.leaven.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NetworkSpecTest {

    @Test
    void countsWeightsAndBiases() {
        assertThat(NetworkSpec.of(12, 128, 128, 10).parameterCount()).isEqualTo(13 * 128 + 129 * 128 + 129 * 10);
    }

    @Test
    void refusesWhatIsNoNetwork() {
        assertThatIllegalArgumentException().isThrownBy(() -> NetworkSpec.of(8)).withMessageContaining("[8]");
        assertThatIllegalArgumentException().isThrownBy(() -> NetworkSpec.of(8, 0, 10));
    }

    @Test
    void refusesWidthsWhoseParametersOverflow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkSpec.of(65_536, 65_536, 1))
                .withMessageContaining("parameters");
    }
}
