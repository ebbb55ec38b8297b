package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MassMatrixTest {

    /** Covariance and its inverse, by hand: det = 4 - 1 = 3. */
    private static final double[][] COVARIANCE = {{2, 1}, {1, 2}};

    private static final double[][] PRECISION = {{2 / 3.0, -1 / 3.0}, {-1 / 3.0, 2 / 3.0}};

    @Test
    void momentaHaveTheInverseOfTheCovariance() {
        MassMatrix dense = new DenseMassMatrix(COVARIANCE);
        Random random = new Random(1);
        int count = 200_000;
        double[][] moments = new double[2][2];
        for (int k = 0; k < count; k++) {
            double[] p = {random.nextGaussian(), random.nextGaussian()};
            dense.toMomentum(p);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    moments[i][j] += p[i] * p[j] / count;
                }
            }
        }
        for (int i = 0; i < 2; i++) {
            assertThat(moments[i]).containsExactly(PRECISION[i], within(.01));
        }
    }

    @Test
    void velocityIsCovarianceTimesMomentum() {
        double[] velocity = {7, 7};
        new DenseMassMatrix(COVARIANCE).velocity(new double[] {1, -3}, velocity);
        assertThat(velocity).containsExactly(-1, -5);
        new DiagonalMassMatrix(new double[] {2, 5}).velocity(new double[] {1, -3}, velocity);
        assertThat(velocity).containsExactly(2, -15);
    }

    @Test
    void anIndefiniteMatrixIsRefused() {
        assertThatThrownBy(() -> new DenseMassMatrix(new double[][] {{1, 2}, {2, 1}}))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("row 1");
    }

    /** Three draws with means (2,4), variances 1 and 12, covariance 3: Stan's 3/8 of that plus 5/8 of 1e-3. */
    @Test
    void learnsStansRegularisedMoments() {
        for (Metric metric : new Metric[] {Metric.DIAGONAL, Metric.DENSE}) {
            MetricLearner learner = MetricLearner.of(metric, 2);
            for (int round = 0; round < 2; round++) {
                learner.add(new double[] {1, 2});
                learner.add(new double[] {2, 2});
                learner.add(new double[] {3, 8});
                double[][] inverse = learner.learn().inverse();
                double covariance = metric == Metric.DENSE ? 3 * .375 : 0;
                assertThat(inverse[0]).containsExactly(new double[] {.375 + .000625, covariance}, within(1e-15));
                assertThat(inverse[1]).containsExactly(new double[] {covariance, 12 * .375 + .000625}, within(1e-14));
            }
        }
    }

    @Test
    void aRunawayChainIsNamed() {
        for (Metric metric : new Metric[] {Metric.DIAGONAL, Metric.DENSE}) {
            MetricLearner learner = MetricLearner.of(metric, 1);
            learner.add(new double[] {1e200});
            learner.add(new double[] {-1e200});
            assertThatThrownBy(learner::learn)
                    .isInstanceOf(SamplingException.class)
                    .hasMessageContaining("improper");
        }
    }
}
