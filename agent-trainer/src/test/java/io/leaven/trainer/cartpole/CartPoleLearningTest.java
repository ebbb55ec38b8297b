package io.leaven.trainer.cartpole;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.network.QNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's algorithms beyond the bakery: Gymnasium calls CartPole-v1 solved at a mean return of 475 over 100 episodes. */
class CartPoleLearningTest {

    private static final int ENVIRONMENT_STEPS = 50_000;
    private static final int EPISODES = 100;
    private static final long FRESH = 1_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void thePoleIsKeptUpright(long seed) {
        try (QNetwork network = CartPoleAgent.learned(seed, ENVIRONMENT_STEPS)) {
            assertThat(CartPoleAgent.meanReturn(network, FRESH + seed, EPISODES))
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(475);
        }
    }
}
