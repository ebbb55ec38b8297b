package io.leaven.causal.mcmc;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Eight schools, non-centred (Rubin 1981): theta = mu + tau z, z ~ N(0,1), mu ~ N(0,5), tau ~ HalfCauchy(5), y ~ N(theta, sigma).
 * Parameters: z[0..J), mu, tau.
 */
final class EightSchools implements LogDensity {

    private final double[] y;
    private final double[] sigma;

    EightSchools(double[] y, double[] sigma) {
        this.y = y;
        this.sigma = sigma;
    }

    List<Transform> transforms() {
        return Stream.concat(
                        Collections.nCopies(y.length + 1, Transform.identity()).stream(),
                        Stream.of(Transform.positive()))
                .toList();
    }

    @Override
    public int dimension() {
        return y.length + 2;
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        int schools = y.length;
        double mu = x[schools];
        double tau = x[schools + 1];
        double log = -mu * mu / 50 - Math.log1p(tau * tau / 25);
        double byMu = -mu / 25;
        double byTau = -2 * tau / (25 + tau * tau);
        for (int j = 0; j < schools; j++) {
            double z = x[j];
            double residual = (y[j] - mu - tau * z) / sigma[j];
            log -= .5 * (z * z + residual * residual);
            double byTheta = residual / sigma[j];
            gradient[j] = -z + tau * byTheta;
            byMu += byTheta;
            byTau += z * byTheta;
        }
        gradient[schools] = byMu;
        gradient[schools + 1] = byTau;
        return log;
    }
}
