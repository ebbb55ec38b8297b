package io.leaven.causal.mcmc;

import java.util.List;

/**
 * GARCH(1,1) with flat priors: y_t ~ N(mu, s_t), s_t^2 = a0 + a1 (y_{t-1} - mu)^2 + b1 s_{t-1}^2, a0 > 0, 0 < a1 < 1,
 * 0 < b1 < 1 - a1. The last bound moves, so the parameters are mu, a0, a1 and u = b1 / (1 - a1), with log(1 - a1) for db1/du.
 */
final class Garch implements LogDensity {

    private final double[] y;
    private final double firstSd;

    Garch(double[] y, double firstSd) {
        this.y = y;
        this.firstSd = firstSd;
    }

    List<Transform> transforms() {
        return List.of(Transform.identity(), Transform.positive(), Transform.unitInterval(), Transform.unitInterval());
    }

    @Override
    public int dimension() {
        return 4;
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        double mu = x[0];
        double a1 = x[2];
        double u = x[3];
        double b1 = u * (1 - a1);
        double variance = firstSd * firstSd;
        double vMu = 0;
        double v0 = 0;
        double v1 = 0;
        double vB = 0;
        double log = Math.log(1 - a1);
        double gMu = 0;
        double g0 = 0;
        double g1 = 0;
        double gB = 0;
        for (int t = 0; t < y.length; t++) {
            if (t > 0) {
                double before = y[t - 1] - mu;
                vMu = -2 * a1 * before + b1 * vMu;
                v0 = 1 + b1 * v0;
                v1 = before * before + b1 * v1;
                vB = variance + b1 * vB;
                variance = x[1] + a1 * before * before + b1 * variance;
            }
            double residual = y[t] - mu;
            log -= .5 * (Math.log(variance) + residual * residual / variance);
            double byVariance = .5 * (residual * residual / variance - 1) / variance;
            gMu += residual / variance + byVariance * vMu;
            g0 += byVariance * v0;
            g1 += byVariance * v1;
            gB += byVariance * vB;
        }
        gradient[0] = gMu;
        gradient[1] = g0;
        gradient[2] = g1 - u * gB - 1 / (1 - a1);
        gradient[3] = (1 - a1) * gB;
        return log;
    }
}
