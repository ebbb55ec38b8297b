package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds draws of a parameter to its known mean and variance, within 4 Monte Carlo standard errors. */
final class Moments {

    private Moments() {}

    static void agree(Draws draws, int parameter, double mean, double variance) {
        double[][] values = draws.parameter(parameter);
        double[][] squares = draws.quantity(x -> (x[parameter] - mean) * (x[parameter] - mean));
        assertThat(Diagnostics.rankNormalisedSplitRhat(values))
                .as("R-hat of %d", parameter)
                .isLessThan(1.01);
        assertThat(Math.abs(Diagnostics.mean(values) - mean) / Diagnostics.mcseMean(values))
                .as("mean of %d", parameter)
                .isLessThan(4);
        assertThat(Math.abs(Diagnostics.mean(squares) - variance) / Diagnostics.mcseMean(squares))
                .as("variance of %d", parameter)
                .isLessThan(4);
    }
}
