package io.leaven.causal.mmm;

/** A = L L' of a small positive definite matrix, in place of a workspace that is used again and again. Not thread-safe. */
final class SmallCholesky {

    private final int size;
    private final double[][] matrix;
    private final double[][] lower;
    private final double[][] inverseLower;
    private final double[][] inverse;

    SmallCholesky(int size) {
        this.size = size;
        this.matrix = new double[size][size];
        this.lower = new double[size][size];
        this.inverseLower = new double[size][size];
        this.inverse = new double[size][size];
    }

    /** Where the caller puts the lower triangle of A. */
    double[][] matrix() {
        return matrix;
    }

    /** False if A is not positive definite, or not of finite numbers. */
    boolean factor() {
        for (int i = 0; i < size; i++) {
            double[] row = lower[i];
            for (int j = 0; j < i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * lower[j][k];
                }
                row[j] = sum / lower[j][j];
            }
            double sum = matrix[i][i];
            for (int k = 0; k < i; k++) {
                sum -= row[k] * row[k];
            }
            if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
                return false;
            }
            row[i] = Math.sqrt(sum);
        }
        return true;
    }

    double logDeterminant() {
        double product = 1;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            product *= lower[i][i];
            if (!(product > 1e-200 && product < 1e200)) {
                sum += Math.log(product);
                product = 1;
            }
        }
        return 2 * (sum + Math.log(product));
    }

    /** Replaces b by A^-1 b. */
    void solve(double[] b) {
        for (int i = 0; i < size; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * b[k];
            }
            b[i] = sum / lower[i][i];
        }
        backSolve(b);
    }

    /** Replaces b by L'^-1 b: standard normal numbers become ones of covariance A^-1. */
    void backSolve(double[] b) {
        for (int i = size - 1; i >= 0; i--) {
            double sum = b[i];
            for (int k = i + 1; k < size; k++) {
                sum -= lower[k][i] * b[k];
            }
            b[i] = sum / lower[i][i];
        }
    }

    /** A^-1, both triangles. */
    double[][] inverse() {
        for (int j = 0; j < size; j++) {
            inverseLower[j][j] = 1 / lower[j][j];
            for (int i = j + 1; i < size; i++) {
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum -= lower[i][k] * inverseLower[k][j];
                }
                inverseLower[i][j] = sum / lower[i][i];
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < size; k++) {
                    sum += inverseLower[k][i] * inverseLower[k][j];
                }
                inverse[i][j] = sum;
                inverse[j][i] = sum;
            }
        }
        return inverse;
    }
}
