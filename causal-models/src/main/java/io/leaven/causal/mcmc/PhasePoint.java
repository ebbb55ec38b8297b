package io.leaven.causal.mcmc;

/** Position, momentum, velocity and what the density says there: mutable, and reused along a whole run. */
final class PhasePoint {

    final double[] position;
    final double[] momentum;

    /** Inverse mass matrix times momentum; Betancourt's "sharp" momentum. */
    final double[] velocity;

    /** Gradient of the log density. */
    final double[] gradient;

    double logDensity;

    /** Kinetic energy minus log density. */
    double energy;

    PhasePoint(int dimension) {
        position = new double[dimension];
        momentum = new double[dimension];
        velocity = new double[dimension];
        gradient = new double[dimension];
    }

    void copyFrom(PhasePoint other) {
        int n = position.length;
        System.arraycopy(other.momentum, 0, momentum, 0, n);
        System.arraycopy(other.velocity, 0, velocity, 0, n);
        copyDrawFrom(other);
    }

    /** Copies all but momentum and velocity, which the next iteration draws anew. */
    void copyDrawFrom(PhasePoint other) {
        int n = position.length;
        System.arraycopy(other.position, 0, position, 0, n);
        System.arraycopy(other.gradient, 0, gradient, 0, n);
        logDensity = other.logDensity;
        energy = other.energy;
    }
}
