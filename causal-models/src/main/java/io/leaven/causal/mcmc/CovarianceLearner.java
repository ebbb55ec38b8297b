package io.leaven.causal.mcmc;

import java.util.Arrays;

/** Learns a dense metric. Not thread-safe. */
final class CovarianceLearner implements MetricLearner {

    private final double[] mean;
    private final double[] difference;
    private final double[][] products;
    private int count;

    CovarianceLearner(int dimension) {
        mean = new double[dimension];
        difference = new double[dimension];
        products = new double[dimension][dimension];
    }

    @Override
    public void add(double[] position) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            difference[i] = position[i] - mean[i];
            mean[i] += difference[i] / count;
        }
        for (int i = 0; i < mean.length; i++) {
            double[] row = products[i];
            double after = position[i] - mean[i];
            for (int j = 0; j <= i; j++) {
                row[j] += after * difference[j];
            }
        }
    }

    @Override
    public MassMatrix learn() {
        int n = mean.length;
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                covariance[i][j] = MetricLearner.checked(MetricLearner.trust(count) * products[i][j] / (count - 1));
                covariance[j][i] = covariance[i][j];
            }
            covariance[i][i] = MetricLearner.regularised(products[i][i] / (count - 1), count);
            Arrays.fill(products[i], 0);
        }
        count = 0;
        Arrays.fill(mean, 0);
        return positiveDefinite(covariance);
    }

    /** Few draws of very different scales may leave a matrix that rounding makes indefinite: its variances still serve. */
    private static MassMatrix positiveDefinite(double[][] covariance) {
        try {
            return new DenseMassMatrix(covariance);
        } catch (ArithmeticException indefinite) {
            for (int i = 0; i < covariance.length; i++) {
                double variance = covariance[i][i];
                Arrays.fill(covariance[i], 0);
                covariance[i][i] = variance;
            }
            return new DenseMassMatrix(covariance);
        }
    }
}
