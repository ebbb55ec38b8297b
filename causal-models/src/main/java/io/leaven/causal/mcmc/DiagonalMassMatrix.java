package io.leaven.causal.mcmc;

/** Inverse mass matrix with variances on the diagonal. */
final class DiagonalMassMatrix implements MassMatrix {

    private final double[] variance;
    private final double[] momentumScale;

    DiagonalMassMatrix(double[] variance) {
        this.variance = variance.clone();
        this.momentumScale = new double[variance.length];
        for (int i = 0; i < variance.length; i++) {
            momentumScale[i] = 1 / Math.sqrt(variance[i]);
        }
    }

    @Override
    public int dimension() {
        return variance.length;
    }

    @Override
    public double[][] inverse() {
        double[][] matrix = new double[variance.length][variance.length];
        for (int i = 0; i < variance.length; i++) {
            matrix[i][i] = variance[i];
        }
        return matrix;
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        double[] v = variance;
        for (int i = 0; i < v.length; i++) {
            velocity[i] = v[i] * momentum[i];
        }
    }

    @Override
    public void toMomentum(double[] normal) {
        for (int i = 0; i < momentumScale.length; i++) {
            normal[i] *= momentumScale[i];
        }
    }
}
