package io.leaven.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamTest {

    @Test
    void theFirstStepIsTheRateAgainstTheSign() {
        // m/(1-b1) = g and sqrt(v/(1-b2)) = |g|, so that the step is rate x sign(g) but for epsilon
        float[] parameters = {1, 1, 1};
        new Adam(LearningRate.constant(.1), 3).step(parameters, new float[] {250, -.004f, 0});
        assertThat(parameters[0]).isCloseTo(.9f, within(1e-6f));
        assertThat(parameters[1]).isCloseTo(1.1f, within(1e-6f));
        assertThat(parameters[2]).isEqualTo(1);
    }

    @Test
    void aConstantGradientMovesByTheRateInEveryStep() {
        float[] parameters = {0};
        Adam adam = new Adam(LearningRate.constant(.01), 1);
        for (int step = 0; step < 1_000; step++) {
            adam.step(parameters, new float[] {-3});
        }
        assertThat(parameters[0]).isCloseTo(10, within(.01f));
    }

    @Test
    void followsThePublishedFormula() {
        long seed = 4;
        Random random = new Random(seed);
        float[] parameters = new float[5];
        double[] expected = new double[5];
        double[] m = new double[5];
        double[] v = new double[5];
        Adam adam = new Adam(LearningRate.constant(1e-3), 5);
        for (int t = 1; t <= 2_000; t++) {
            float[] gradient = new float[5];
            for (int i = 0; i < 5; i++) {
                gradient[i] = (float) (random.nextGaussian() * (i + 1) + .3);
                m[i] = .9 * m[i] + .1 * gradient[i];
                v[i] = .999 * v[i] + .001 * gradient[i] * gradient[i];
                double mHat = m[i] / (1 - Math.pow(.9, t));
                double vHat = v[i] / (1 - Math.pow(.999, t));
                expected[i] -= 1e-3 * mHat / (Math.sqrt(vHat) + 1e-8);
            }
            adam.step(parameters, gradient);
        }
        for (int i = 0; i < 5; i++) {
            assertThat((double) parameters[i]).as("seed %d", seed).isCloseTo(expected[i], within(1e-4));
        }
    }
}
