package io.leaven.causal.mmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MediaMixDensityTest {

    private static final MediaMixData DATA = Media.random(40, 1);

    static List<MediaMixSpec> specs() {
        LiftTest test = new LiftTest("tv", week(5), week(9), 150, 400, 120);
        LiftTest dark = new LiftTest("radio", week(0), week(39), -20, -90, 30);
        return List.of(
                MediaMixSpec.PAPER,
                new MediaMixSpec.Builder()
                        .adstock(Adstock.geometricUnnormalised())
                        .trend(true)
                        .build(),
                new MediaMixSpec.Builder()
                        .adstock(Adstock.windowed(4))
                        .harmonics(2)
                        .build(),
                new MediaMixSpec.Builder()
                        .adstock(Adstock.delayed(6))
                        .outcomeScale(OutcomeScale.MAX)
                        .build(),
                new MediaMixSpec.Builder()
                        .positiveBeta(true)
                        .liftTests(List.of(test))
                        .build(),
                new MediaMixSpec.Builder()
                        .adstock(Adstock.delayed(3))
                        .liftTests(List.of(test, test))
                        .build(),
                new MediaMixSpec.Builder()
                        .priors(MediaMixPriors.PAPER.with(List.of(
                                "a=lognormal(0,0.5)",
                                "b=gamma(2,4)",
                                "sigma=exponential(1)",
                                "beta[tv]=halfnormal(4)",
                                "control=lognormal(0,1)",
                                "lambda[radio]=uniform(0,1)")))
                        .liftTests(List.of(test, dark))
                        .build());
    }

    private static Period week(int number) {
        return Period.of(LocalDate.of(2024, 1, 1).plusWeeks(number));
    }

    /** Central differences, at ordinary positions and far out: lambda near 0 and 1, b near 0, a of 1e-4 and 1e4. */
    @ParameterizedTest
    @MethodSource("specs")
    void theGradientIsThatOfFiniteDifferences(MediaMixSpec spec) {
        MediaMixDensity density = new MediaMixModel(DATA, spec).density();
        Random random = new Random(2);
        List<double[]> positions = new ArrayList<>();
        for (double spread : new double[] {.5, 1, 2, 4, 9}) {
            for (int i = 0; i < 40; i++) {
                double[] position = new double[density.dimension()];
                for (int j = 0; j < position.length; j++) {
                    position[j] = spread * random.nextGaussian();
                }
                position[position.length - 1] = Math.max(-3, Math.min(3, position[position.length - 1]));
                positions.add(position);
            }
        }
        int checked = 0;
        for (double[] position : positions) {
            double[] gradient = new double[position.length];
            double value = density.evaluate(position, gradient);
            if (value == Double.NEGATIVE_INFINITY) {
                continue;
            }
            double[] ignored = new double[position.length];
            for (int j = 0; j < position.length; j++) {
                double step = 1e-5;
                double[] moved = position.clone();
                moved[j] = position[j] + step;
                double up = density.evaluate(moved, ignored);
                moved[j] = position[j] - step;
                double down = density.evaluate(moved, ignored);
                double difference = (up - down) / (2 * step);
                double rounding = 1e-10 * Math.abs(value) / step;
                double tolerance = 1e-5 * (1 + Math.abs(difference)) + rounding;
                assertThat(gradient[j])
                        .as("%s at %s by %d", spec, position, j)
                        .isCloseTo(difference, within(tolerance));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(150 * density.dimension());
    }

    /** y ~ Normal(X m, sigma^2 I + X V X'), evaluated as such, with the priors of the other parameters by their own formulas. */
    @Test
    void theDensityIsThatOfTheOutcomeWithItsCoefficientsIntegratedOut() {
        MediaMixModel model = new MediaMixModel(DATA, MediaMixSpec.PAPER);
        double[] z = {.3, -.8, .2, .5, -.4, .6, -.3};
        double[] lambda = {sigmoid(z[0]), sigmoid(z[1])};
        double[] a = {Math.exp(z[2]), Math.exp(z[3])};
        double[] b = {sigmoid(z[4]), sigmoid(z[5])};
        double sigma = Math.exp(z[6]);
        int rows = DATA.rows();
        double[] y = DATA.outcome();
        double mean = 0;
        for (double v : y) {
            mean += v / rows;
        }
        double price = 0;
        for (double v : DATA.control(0)) {
            price += v / rows;
        }
        double priceSquares = 0;
        for (double v : DATA.control(0)) {
            priceSquares += (v - price) * (v - price) / rows;
        }
        double[][] x = new double[rows][4];
        for (int t = 0; t < rows; t++) {
            x[t][0] = 1;
            x[t][1] = (DATA.control(0)[t] - price) / Math.sqrt(priceSquares);
        }
        for (int c = 0; c < 2; c++) {
            double most = 0;
            for (double v : DATA.spend(c)) {
                most = Math.max(most, v);
            }
            double s = 0;
            for (int t = 0; t < rows; t++) {
                s = DATA.spend(c)[t] / most + lambda[c] * s;
                double kept = (1 - lambda[c]) * s;
                x[t][2 + c] = Math.pow(kept, a[c]) / (Math.pow(kept, a[c]) + Math.pow(b[c], a[c]));
            }
        }
        double[] priorMean = {0, 0, 5, 5};
        double[] priorSd = {10, 1, 3, 3};
        double[] away = new double[rows];
        double[][] covariance = new double[rows][rows];
        for (int t = 0; t < rows; t++) {
            away[t] = 10 * y[t] / mean;
            for (int j = 0; j < 4; j++) {
                away[t] -= x[t][j] * priorMean[j];
                for (int u = 0; u < rows; u++) {
                    covariance[t][u] += x[t][j] * x[u][j] * priorSd[j] * priorSd[j];
                }
            }
            covariance[t][t] += sigma * sigma;
        }
        RealMatrix matrix = new Array2DRowRealMatrix(covariance);
        double quadratic = 0;
        double[] solved = new LUDecomposition(matrix)
                .getSolver()
                .solve(new ArrayRealVector(away))
                .toArray();
        for (int t = 0; t < rows; t++) {
            quadratic += away[t] * solved[t];
        }
        double logDeterminant = Math.log(new CholeskyDecomposition(matrix).getDeterminant());
        double expected = -.5 * (quadratic + logDeterminant + rows * Math.log(2 * Math.PI));
        for (int c = 0; c < 2; c++) {
            expected += Math.log(6 * lambda[c] * (1 - lambda[c])) + Math.log(lambda[c] * (1 - lambda[c]));
            expected += Math.log(6 * b[c] * (1 - b[c])) + Math.log(b[c] * (1 - b[c]));
            expected += Math.log(8.0 / 2 * a[c] * a[c]) - 2 * a[c] + Math.log(a[c]);
        }
        expected += Math.log(2 / Math.sqrt(2 * Math.PI)) - sigma * sigma / 2 + Math.log(sigma);
        assertThat(model.density().evaluate(z, new double[7])).isCloseTo(expected, within(1e-8));
    }

    /**
     * Integrating beta out and sampling it are the same model: p(y) = p(y | beta) p(beta) / p(beta | y), and the last is the
     * normal distribution that draws come from, here taken from the draws' own mean and covariance.
     */
    @Test
    void coefficientsAreDrawnFromTheirDistributionGivenTheRest() {
        MediaMixModel model = new MediaMixModel(DATA, MediaMixSpec.PAPER);
        double[] z = {.3, -.8, .2, .5, -.4, .6, -.3};
        MediaMixDensity density = model.density();
        SplittableRandom random = new SplittableRandom(4);
        int draws = 40_000;
        double[] sum = new double[4];
        double[][] products = new double[4][4];
        for (int i = 0; i < draws; i++) {
            double[] all = model.complete(density, z, random);
            double[] beta = {all[0], all[9], all[1], all[2]};
            for (int j = 0; j < 4; j++) {
                sum[j] += beta[j];
                for (int k = 0; k < 4; k++) {
                    products[j][k] += beta[j] * beta[k];
                }
            }
        }
        double sigma = Math.exp(z[6]);
        double[][] x = columns(model, z);
        RealMatrix design = new Array2DRowRealMatrix(x);
        RealMatrix precision = design.transpose().multiply(design).scalarMultiply(1 / (sigma * sigma));
        double[] priorPrecision = {.01, 1, 1 / 9.0, 1 / 9.0};
        double[] right = design.transpose().operate(model.outcome);
        for (int j = 0; j < 4; j++) {
            precision.addToEntry(j, j, priorPrecision[j]);
            right[j] = right[j] / (sigma * sigma) + (j >= 2 ? 5 * priorPrecision[j] : 0);
        }
        RealMatrix covariance = new LUDecomposition(precision).getSolver().getInverse();
        double[] mean = covariance.operate(right);
        for (int j = 0; j < 4; j++) {
            double sd = Math.sqrt(covariance.getEntry(j, j));
            assertThat(sum[j] / draws).isCloseTo(mean[j], within(4 * sd / Math.sqrt(draws)));
            for (int k = 0; k < 4; k++) {
                double both = Math.sqrt(covariance.getEntry(j, j) * covariance.getEntry(k, k));
                assertThat(products[j][k] / draws - sum[j] / draws * sum[k] / draws)
                        .isCloseTo(covariance.getEntry(j, k), within(.03 * both));
            }
        }
    }

    private static double[][] columns(MediaMixModel model, double[] z) {
        double[][] x = new double[DATA.rows()][4];
        for (int c = 0; c < 2; c++) {
            ChannelResponse response = new ChannelResponse(Adstock.geometric(), DATA.rows());
            response.evaluate(
                    model.spend[c],
                    sigmoid(z[c]),
                    1 - sigmoid(z[c]),
                    0,
                    Math.exp(z[2 + c]),
                    Math.log(sigmoid(z[4 + c])));
            for (int t = 0; t < x.length; t++) {
                x[t][2 + c] = response.value[t];
            }
        }
        for (int t = 0; t < x.length; t++) {
            x[t][0] = 1;
            x[t][1] = model.columns.get(1).values()[t];
        }
        return x;
    }

    @Test
    void farOutItIsMinusInfinityOrANumberButNeverNaN() {
        for (MediaMixSpec spec : specs()) {
            MediaMixDensity density = new MediaMixModel(DATA, spec).density();
            Random random = new Random(3);
            for (int i = 0; i < 2_000; i++) {
                double[] position = new double[density.dimension()];
                for (int j = 0; j < position.length; j++) {
                    position[j] = Math.pow(10, 4 * random.nextDouble()) * random.nextGaussian();
                }
                double[] gradient = new double[position.length];
                double value = density.evaluate(position, gradient);
                assertThat(value).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
                for (double slope : gradient) {
                    assertThat(slope).isFinite();
                }
            }
        }
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
