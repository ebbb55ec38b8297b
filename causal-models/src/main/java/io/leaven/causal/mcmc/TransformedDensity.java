package io.leaven.causal.mcmc;

import java.util.List;

/**
 * A density of bounded parameters seen from R^n: log p(y(x)) + sum of log |dy/dx|, with the gradient by x. The model is written
 * on its own scale, as a {@link LogDensity} of y with the gradient by y, and is asked only for points inside all bounds. Used by
 * one thread.
 */
public final class TransformedDensity implements LogDensity {

    private final LogDensity constrained;
    private final Transform[] transforms;
    private final double[] y;

    /**
     * @param constrained log density and gradient by the bounded parameters
     * @param transforms one for each parameter
     */
    public TransformedDensity(LogDensity constrained, List<Transform> transforms) {
        if (transforms.size() != constrained.dimension()) {
            throw new IllegalArgumentException("a density of " + constrained.dimension()
                    + " parameters needs as many transforms, not " + transforms.size());
        }
        this.constrained = constrained;
        this.transforms = transforms.toArray(Transform[]::new);
        this.y = new double[transforms.size()];
    }

    @Override
    public int dimension() {
        return transforms.length;
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        double logJacobian = 0;
        for (int i = 0; i < transforms.length; i++) {
            y[i] = transforms[i].constrain(x[i]);
            if (!transforms[i].inside(y[i])) {
                return Double.NEGATIVE_INFINITY;
            }
            logJacobian += transforms[i].logJacobian(x[i]);
        }
        double logDensity = constrained.evaluate(y, gradient);
        for (int i = 0; i < transforms.length; i++) {
            gradient[i] = gradient[i] * transforms[i].derivative(x[i]) + transforms[i].logJacobianGradient(x[i]);
        }
        return logDensity + logJacobian;
    }

    /** The point of R^n that maps to y. */
    public static double[] unconstrain(List<Transform> transforms, double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            x[i] = transforms.get(i).unconstrain(y[i]);
        }
        return x;
    }

    /** The bounded parameters at a point of R^n. */
    public static double[] constrain(List<Transform> transforms, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = transforms.get(i).constrain(x[i]);
        }
        return y;
    }
}
