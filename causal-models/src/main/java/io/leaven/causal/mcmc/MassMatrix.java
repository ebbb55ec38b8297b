package io.leaven.causal.mcmc;

import java.util.Arrays;

/**
 * A Euclidean metric: the inverse mass matrix C, an estimate of the covariance of the posterior. Momentum has density
 * N(0, C^-1), kinetic energy is p'Cp / 2, velocity Cp. Immutable.
 */
public sealed interface MassMatrix permits DiagonalMassMatrix, DenseMassMatrix {

    /** Number of parameters. */
    int dimension();

    /** C as a matrix, a copy. */
    double[][] inverse();

    /** Writes C momentum into velocity. */
    void velocity(double[] momentum, double[] velocity);

    /** Turns standard normal numbers into a momentum from N(0, C^-1), in place. */
    void toMomentum(double[] normal);

    /** C = I. */
    static MassMatrix unit(int dimension) {
        double[] ones = new double[dimension];
        Arrays.fill(ones, 1);
        return new DiagonalMassMatrix(ones);
    }
}
