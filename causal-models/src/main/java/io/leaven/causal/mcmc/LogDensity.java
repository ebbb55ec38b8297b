package io.leaven.causal.mcmc;

/**
 * Logarithm of a density on R^n, up to a constant, with its gradient: all that a Hamiltonian sampler needs to know of a model.
 * Parameters with bounds are mapped to R^n first, see {@link TransformedDensity}.
 *
 * <p>An instance is used by one thread at a time and may keep scratch arrays.
 */
public interface LogDensity {

    /** Number of parameters, at least 1; the same in every call. */
    int dimension();

    /**
     * Log density at a point. Minus infinity or NaN says that the point lies outside the support: the sampler turns back. An
     * exception is a fault of the model: it ends the run.
     *
     * @param position the point; not to be written to or kept
     * @param gradient receives the derivative of the log density by each coordinate; what it held before has no meaning
     */
    double evaluate(double[] position, double[] gradient);
}
