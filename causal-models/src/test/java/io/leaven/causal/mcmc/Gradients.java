package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Holds a gradient to the five-point central difference of its function. */
final class Gradients {

    private Gradients() {}

    static void agreeAt(LogDensity density, double[] position) {
        double[] gradient = new double[position.length];
        double[] ignored = new double[position.length];
        density.evaluate(position, gradient);
        for (int i = 0; i < position.length; i++) {
            double step = 1e-3 * Math.max(1, Math.abs(position[i]));
            double slope = 0;
            double[] weights = {1, -8, 8, -1};
            double[] offsets = {-2, -1, 1, 2};
            for (int k = 0; k < weights.length; k++) {
                double[] moved = position.clone();
                moved[i] += offsets[k] * step;
                slope += weights[k] * density.evaluate(moved, ignored) / (12 * step);
            }
            assertThat(gradient[i])
                    .as("derivative by coordinate %d of %s", i, density)
                    .isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
        }
    }
}
