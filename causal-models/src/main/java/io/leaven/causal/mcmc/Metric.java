package io.leaven.causal.mcmc;

/** Shape of the mass matrix that warm-up learns. */
public enum Metric {
    /** Identity: nothing is learnt but the step size. */
    UNIT,
    /** One variance per parameter: cures differences of scale. Stan's default. */
    DIAGONAL,
    /** The whole covariance: cures linear correlation too, at n^2 more work a step. Worth it for n up to a few hundred. */
    DENSE
}
