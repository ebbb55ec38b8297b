package io.leaven.causal.mcmc;

import java.util.Arrays;

/** Learns a diagonal metric. Not thread-safe. */
final class VarianceLearner implements MetricLearner {

    private final double[] mean;
    private final double[] squares;
    private int count;

    VarianceLearner(int dimension) {
        mean = new double[dimension];
        squares = new double[dimension];
    }

    @Override
    public void add(double[] position) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            double difference = position[i] - mean[i];
            mean[i] += difference / count;
            squares[i] += difference * (position[i] - mean[i]);
        }
    }

    @Override
    public MassMatrix learn() {
        double[] variance = new double[mean.length];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = MetricLearner.regularised(squares[i] / (count - 1), count);
        }
        count = 0;
        Arrays.fill(mean, 0);
        Arrays.fill(squares, 0);
        return new DiagonalMassMatrix(variance);
    }
}
