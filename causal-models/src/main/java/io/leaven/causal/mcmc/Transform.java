package io.leaven.causal.mcmc;

/**
 * A smooth one-to-one map from the real line, x, to the range of a parameter, y; the same maps as Stan's. A density of y becomes
 * one of x by adding log |dy/dx|, the log Jacobian.
 *
 * <pre>
 * identity       y = x
 * lowerBounded   y = a + e^x                      log |dy/dx| = x
 * upperBounded   y = b - e^x                      log |dy/dx| = x
 * interval       y = a + (b - a) / (1 + e^-x)     log |dy/dx| = log(b - a) - |x| - 2 log(1 + e^-|x|)
 * </pre>
 *
 * Immutable. Far out, rounding puts y on its bound: see {@link #inside}.
 */
public sealed interface Transform {

    /** y at x. */
    double constrain(double x);

    /**
     * x at y.
     *
     * @throws IllegalArgumentException if y does not lie inside the range
     */
    double unconstrain(double y);

    /** dy/dx at x. */
    double derivative(double x);

    /** log |dy/dx| at x. */
    double logJacobian(double x);

    /** Derivative by x of log |dy/dx|. */
    double logJacobianGradient(double x);

    /** Whether y is finite and strictly inside the range. */
    boolean inside(double y);

    /** The whole real line. */
    static Transform identity() {
        return new Identity();
    }

    /** y > 0. */
    static Transform positive() {
        return new LowerBounded(0);
    }

    /** y > lower. */
    static Transform lowerBounded(double lower) {
        return new LowerBounded(lower);
    }

    /** y < upper. */
    static Transform upperBounded(double upper) {
        return new UpperBounded(upper);
    }

    /** lower < y < upper. */
    static Transform interval(double lower, double upper) {
        return new Interval(lower, upper);
    }

    /** 0 < y < 1, by the logistic function. */
    static Transform unitInterval() {
        return new Interval(0, 1);
    }

    /** See {@link #identity()}. */
    record Identity() implements Transform {

        @Override
        public double constrain(double x) {
            return x;
        }

        @Override
        public double unconstrain(double y) {
            return checked(this, y);
        }

        @Override
        public double derivative(double x) {
            return 1;
        }

        @Override
        public double logJacobian(double x) {
            return 0;
        }

        @Override
        public double logJacobianGradient(double x) {
            return 0;
        }

        @Override
        public boolean inside(double y) {
            return Double.isFinite(y);
        }
    }

    /**
     * See {@link #lowerBounded}.
     *
     * @param lower bound, not itself a value
     */
    record LowerBounded(double lower) implements Transform {

        public LowerBounded {
            if (!Double.isFinite(lower)) {
                throw new IllegalArgumentException("lower must be finite, not " + lower);
            }
        }

        @Override
        public double constrain(double x) {
            return lower + Math.exp(x);
        }

        @Override
        public double unconstrain(double y) {
            return Math.log(checked(this, y) - lower);
        }

        @Override
        public double derivative(double x) {
            return Math.exp(x);
        }

        @Override
        public double logJacobian(double x) {
            return x;
        }

        @Override
        public double logJacobianGradient(double x) {
            return 1;
        }

        @Override
        public boolean inside(double y) {
            return y > lower && y < Double.POSITIVE_INFINITY;
        }
    }

    /**
     * See {@link #upperBounded}.
     *
     * @param upper bound, not itself a value
     */
    record UpperBounded(double upper) implements Transform {

        public UpperBounded {
            if (!Double.isFinite(upper)) {
                throw new IllegalArgumentException("upper must be finite, not " + upper);
            }
        }

        @Override
        public double constrain(double x) {
            return upper - Math.exp(x);
        }

        @Override
        public double unconstrain(double y) {
            return Math.log(upper - checked(this, y));
        }

        @Override
        public double derivative(double x) {
            return -Math.exp(x);
        }

        @Override
        public double logJacobian(double x) {
            return x;
        }

        @Override
        public double logJacobianGradient(double x) {
            return 1;
        }

        @Override
        public boolean inside(double y) {
            return y < upper && y > Double.NEGATIVE_INFINITY;
        }
    }

    /**
     * See {@link #interval}. Written with e^-|x|, so that neither end overflows or cancels.
     *
     * @param lower bound, not itself a value
     * @param upper bound, not itself a value
     */
    record Interval(double lower, double upper) implements Transform {

        public Interval {
            if (!(lower < upper) || !Double.isFinite(upper - lower)) {
                throw new IllegalArgumentException(
                        "an interval needs finite lower < upper, not " + lower + " and " + upper);
            }
        }

        @Override
        public double constrain(double x) {
            double tail = Math.exp(-Math.abs(x));
            double part = (upper - lower) * (tail / (1 + tail));
            return x < 0 ? lower + part : upper - part;
        }

        @Override
        public double unconstrain(double y) {
            checked(this, y);
            return Math.log((y - lower) / (upper - y));
        }

        @Override
        public double derivative(double x) {
            double tail = Math.exp(-Math.abs(x));
            return (upper - lower) * tail / ((1 + tail) * (1 + tail));
        }

        @Override
        public double logJacobian(double x) {
            double distance = Math.abs(x);
            return Math.log(upper - lower) - distance - 2 * Math.log1p(Math.exp(-distance));
        }

        @Override
        public double logJacobianGradient(double x) {
            return -Math.tanh(x / 2);
        }

        @Override
        public boolean inside(double y) {
            return y > lower && y < upper;
        }
    }

    private static double checked(Transform transform, double y) {
        if (!transform.inside(y)) {
            throw new IllegalArgumentException(y + " does not lie inside the range of " + transform);
        }
        return y;
    }
}
