package io.leaven.causal.mcmc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * y ~ N(X b, s), s ~ HalfCauchy(2.5), b ~ N(0, priorSd); an infinite priorSd is a flat prior. Parameters: b, s.
 */
final class LinearRegression implements LogDensity {

    private final double[][] rows;
    private final double[] y;
    private final double priorSd;
    private final int terms;

    LinearRegression(double[][] rows, double[] y, double priorSd) {
        this.rows = rows;
        this.y = y;
        this.priorSd = priorSd;
        this.terms = rows[0].length;
    }

    List<Transform> transforms() {
        List<Transform> transforms = new ArrayList<>(Collections.nCopies(terms, Transform.identity()));
        transforms.add(Transform.positive());
        return transforms;
    }

    @Override
    public int dimension() {
        return terms + 1;
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        double s = x[terms];
        double log = -Math.log1p(s * s / 6.25) - y.length * Math.log(s);
        for (int k = 0; k < terms; k++) {
            log -= .5 * (x[k] / priorSd) * (x[k] / priorSd);
            gradient[k] = -x[k] / (priorSd * priorSd);
        }
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            double residual = y[i];
            for (int k = 0; k < terms; k++) {
                residual -= rows[i][k] * x[k];
            }
            squares += residual * residual;
            for (int k = 0; k < terms; k++) {
                gradient[k] += rows[i][k] * residual / (s * s);
            }
        }
        gradient[terms] = -2 * s / (6.25 + s * s) - y.length / s + squares / (s * s * s);
        return log - squares / (2 * s * s);
    }
}
