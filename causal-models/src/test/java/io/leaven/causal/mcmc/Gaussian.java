package io.leaven.causal.mcmc;

/**
 * Normal distribution with mean 0, standard deviations s and the same correlation r between all parameters. Its precision is
 * closed: (I - r / (1 + (n-1) r) 11') / (1 - r), between the standardised parameters.
 */
final class Gaussian implements LogDensity {

    private final double[] sd;
    private final double correlation;
    private final double[] z;

    Gaussian(double[] sd, double correlation) {
        this.sd = sd;
        this.correlation = correlation;
        this.z = new double[sd.length];
    }

    /** n standard deviations from 10^low to 10^high, evenly on the log scale. */
    static double[] scales(int n, double low, double high) {
        double[] sd = new double[n];
        for (int i = 0; i < n; i++) {
            sd[i] = Math.pow(10, low + (high - low) * i / (n - 1));
        }
        return sd;
    }

    @Override
    public int dimension() {
        return sd.length;
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        double sum = 0;
        for (int i = 0; i < sd.length; i++) {
            z[i] = x[i] / sd[i];
            sum += z[i];
        }
        double common = correlation / (1 + (sd.length - 1) * correlation) * sum;
        double log = 0;
        for (int i = 0; i < sd.length; i++) {
            double w = (z[i] - common) / (1 - correlation);
            log -= .5 * z[i] * w;
            gradient[i] = -w / sd[i];
        }
        return log;
    }
}
