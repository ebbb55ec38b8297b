package io.leaven.causal.mmm;

/**
 * A prior together with the scale on which its parameter is sampled: the whole real line, mapped onto the prior's support.
 * Densities are those of the unconstrained value, Jacobian included, and are computed there, so that they stay exact where
 * the parameter itself rounds to an end of its support. Immutable.
 */
public interface Prior {

    /** Where a parameter with this prior may lie. */
    Support support();

    /** The parameter's value x at an unconstrained position z. */
    default double constrain(double z) {
        return support().constrain(z);
    }

    /** dx/dz. */
    default double constrainSlope(double z) {
        return support().slope(z);
    }

    /** log p(x(z)) + log |dx/dz|. */
    default double logDensity(double z) {
        return logKernel(z) - logNormaliser();
    }

    /** {@link #logDensity} but for a constant: what is asked again and again while sampling. */
    double logKernel(double z);

    /** The constant that {@link #logKernel} leaves out. */
    double logNormaliser();

    /** The derivative of {@link #logDensity}. */
    double slope(double z);

    /** The value of the parameter below which a share p of the prior lies, 0 < p < 1. */
    double quantile(double p);
}
