package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeapfrogTest {

    private static final LogDensity MODEL = new TransformedDensity(
            PosteriorDbTest.garch(), PosteriorDbTest.garch().transforms());
    private static final double[] START = {5, .4, .3, -.5};

    @ParameterizedTest
    @EnumSource(Metric.class)
    void stepsBackLeadToTheStart(Metric metric) {
        Leapfrog integrator = new Leapfrog(MODEL, metric(metric));
        PhasePoint point = start(integrator);
        PhasePoint begin = start(integrator);
        for (int i = 0; i < 100; i++) {
            integrator.step(point, .01);
        }
        assertThat(Math.abs(point.position[0] - START[0])).isGreaterThan(1e-3);
        for (int i = 0; i < 100; i++) {
            integrator.step(point, -.01);
        }
        for (int i = 0; i < START.length; i++) {
            assertThat(point.position[i]).isCloseTo(START[i], within(1e-10));
            assertThat(point.momentum[i]).isCloseTo(begin.momentum[i], within(1e-8));
        }
    }

    /** A method of second order: half the step, a quarter of the error. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void theErrorOfTheEnergyFallsWithTheSquareOfTheStep(Metric metric) {
        double coarse = energyError(metric, .004, 25);
        double fine = energyError(metric, .002, 50);

        assertThat(coarse / fine).isCloseTo(4, within(.4));
    }

    private static double energyError(Metric metric, double step, int count) {
        Leapfrog integrator = new Leapfrog(MODEL, metric(metric));
        PhasePoint point = start(integrator);
        double before = point.energy;
        for (int i = 0; i < count; i++) {
            integrator.step(point, step);
        }
        return Math.abs(point.energy - before);
    }

    /** A step keeps volume: the determinant of its derivative, by finite differences, is 1. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void aStepKeepsVolume(Metric metric) {
        Leapfrog integrator = new Leapfrog(MODEL, metric(metric));
        int n = START.length;
        double[][] derivative = new double[2 * n][];
        for (int i = 0; i < 2 * n; i++) {
            double[] up = moved(integrator, i, 1e-5);
            double[] down = moved(integrator, i, -1e-5);
            derivative[i] = new double[2 * n];
            for (int j = 0; j < 2 * n; j++) {
                derivative[i][j] = (up[j] - down[j]) / 2e-5;
            }
        }
        assertThat(determinant(derivative)).isCloseTo(1, within(1e-6));
    }

    private static double[] moved(Leapfrog integrator, int coordinate, double by) {
        PhasePoint point = start(integrator);
        int n = START.length;
        (coordinate < n ? point.position : point.momentum)[coordinate % n] += by;
        point.logDensity = MODEL.evaluate(point.position, point.gradient);
        integrator.step(point, .05);
        double[] state = new double[2 * n];
        System.arraycopy(point.position, 0, state, 0, n);
        System.arraycopy(point.momentum, 0, state, n, n);
        return state;
    }

    private static double determinant(double[][] matrix) {
        double determinant = 1;
        for (int k = 0; k < matrix.length; k++) {
            determinant *= matrix[k][k];
            for (int i = k + 1; i < matrix.length; i++) {
                double factor = matrix[i][k] / matrix[k][k];
                for (int j = k; j < matrix.length; j++) {
                    matrix[i][j] -= factor * matrix[k][j];
                }
            }
        }
        return determinant;
    }

    private static PhasePoint start(Leapfrog integrator) {
        PhasePoint point = new PhasePoint(START.length);
        System.arraycopy(START, 0, point.position, 0, START.length);
        Random random = new Random(9);
        for (int i = 0; i < START.length; i++) {
            point.momentum[i] = random.nextGaussian();
        }
        point.logDensity = MODEL.evaluate(point.position, point.gradient);
        integrator.measure(point);
        return point;
    }

    private static MassMatrix metric(Metric metric) {
        return switch (metric) {
            case UNIT -> MassMatrix.unit(4);
            case DIAGONAL -> new DiagonalMassMatrix(new double[] {.02, .3, 1, 2});
            case DENSE ->
                new DenseMassMatrix(
                        new double[][] {{.02, .01, 0, 0}, {.01, .3, -.2, .1}, {0, -.2, 1, .5}, {0, .1, .5, 2}});
        };
    }
}
