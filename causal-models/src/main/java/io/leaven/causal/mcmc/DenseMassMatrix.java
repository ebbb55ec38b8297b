package io.leaven.causal.mcmc;

import java.util.Arrays;

/** Inverse mass matrix C with all covariances; keeps its Cholesky factor L, C = LL'. A momentum is L'^-1 z, z standard normal. */
final class DenseMassMatrix implements MassMatrix {

    private final double[][] covariance;

    /** Row j holds column j of L from the diagonal down, so that the inner loop of the substitution runs along a row. */
    private final double[][] factorColumns;

    DenseMassMatrix(double[][] covariance) {
        int n = covariance.length;
        this.covariance = new double[n][];
        for (int i = 0; i < n; i++) {
            this.covariance[i] = covariance[i].clone();
        }
        this.factorColumns = cholesky(this.covariance);
    }

    private static double[][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] columns = new double[n][n];
        for (int j = 0; j < n; j++) {
            double[] column = columns[j];
            System.arraycopy(matrix[j], j, column, j, n - j);
            for (int k = 0; k < j; k++) {
                double[] earlier = columns[k];
                double factor = earlier[j];
                for (int i = j; i < n; i++) {
                    column[i] -= factor * earlier[i];
                }
            }
            if (!(column[j] > 0)) {
                throw new ArithmeticException("covariance is not positive definite at row " + j);
            }
            double diagonal = Math.sqrt(column[j]);
            for (int i = j; i < n; i++) {
                column[i] /= diagonal;
            }
        }
        return columns;
    }

    @Override
    public int dimension() {
        return covariance.length;
    }

    @Override
    public double[][] inverse() {
        return Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
    }

    /** Adds up columns, not rows times vector: the inner loop has no chain of sums and is vectorised. */
    @Override
    public void velocity(double[] momentum, double[] velocity) {
        Arrays.fill(velocity, 0);
        for (int j = 0; j < covariance.length; j++) {
            double[] row = covariance[j];
            double p = momentum[j];
            for (int i = 0; i < row.length; i++) {
                velocity[i] += p * row[i];
            }
        }
    }

    @Override
    public void toMomentum(double[] normal) {
        int n = normal.length;
        for (int j = n - 1; j >= 0; j--) {
            double[] column = factorColumns[j];
            double sum = normal[j];
            for (int i = j + 1; i < n; i++) {
                sum -= column[i] * normal[i];
            }
            normal[j] = sum / column[j];
        }
    }
}
