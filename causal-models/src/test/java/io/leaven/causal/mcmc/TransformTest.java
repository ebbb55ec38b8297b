package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformTest {

    private static final double[] POINTS = {-30, -7.5, -1, -.01, 0, .3, 2, 9, 30};

    static Stream<Transform> all() {
        return Stream.of(
                Transform.identity(),
                Transform.positive(),
                Transform.lowerBounded(-2.5),
                Transform.upperBounded(7),
                Transform.interval(-3, 11),
                Transform.unitInterval());
    }

    @ParameterizedTest
    @MethodSource("all")
    void derivativesAgreeWithFiniteDifferences(Transform transform) {
        for (double x : POINTS) {
            double step = 1e-4;
            double slope = (transform.constrain(x + step) - transform.constrain(x - step)) / (2 * step);
            double jacobianSlope = (transform.logJacobian(x + step) - transform.logJacobian(x - step)) / (2 * step);

            assertThat(transform.derivative(x)).isCloseTo(slope, within(1e-7 * Math.abs(slope) + 1e-10));
            assertThat(transform.logJacobian(x)).isCloseTo(Math.log(Math.abs(transform.derivative(x))), within(1e-12));
            assertThat(transform.logJacobianGradient(x)).isCloseTo(jacobianSlope, within(1e-8));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void unconstrainTurnsConstrainBack(Transform transform) {
        for (double x : new double[] {-7.5, -1, 0, .3, 9}) {
            double y = transform.constrain(x);
            assertThat(transform.inside(y)).isTrue();
            assertThat(transform.unconstrain(y)).isCloseTo(x, within(1e-10));
        }
    }

    /** exp(-700) is still a double, and log Jacobians neither overflow nor cancel. */
    @Test
    void staysExactFarOut() {
        assertThat(Transform.unitInterval().constrain(-700)).isEqualTo(Math.exp(-700));
        assertThat(Transform.unitInterval().logJacobian(-700)).isEqualTo(-700);
        assertThat(Transform.unitInterval().logJacobian(5000)).isEqualTo(-5000);
        assertThat(Transform.unitInterval().logJacobianGradient(5000)).isEqualTo(-1);
        assertThat(Transform.positive().logJacobian(5000)).isEqualTo(5000);
    }

    @Test
    void boundsAreNotInside() {
        assertThat(Transform.unitInterval().inside(0)).isFalse();
        assertThat(Transform.unitInterval().inside(1)).isFalse();
        assertThat(Transform.positive().inside(0)).isFalse();
        assertThat(Transform.positive().inside(Double.POSITIVE_INFINITY)).isFalse();
        assertThat(Transform.upperBounded(2).inside(2)).isFalse();
        assertThat(Transform.identity().inside(Double.NaN)).isFalse();
        assertThatThrownBy(() -> Transform.positive().unconstrain(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1.0")
                .hasMessageContaining("LowerBounded");
    }

    @Test
    void refusesBoundsThatAreNone() {
        assertThatThrownBy(() -> Transform.interval(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Transform.interval(2, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Transform.lowerBounded(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Transform.upperBounded(Double.NEGATIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A point that rounding puts on a bound never reaches the model. */
    @Test
    void aModelSeesPointsInsideItsBoundsOnly() {
        LogDensity strict = new LogDensity() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double evaluate(double[] y, double[] gradient) {
                if (!(y[0] > 0 && y[0] < 1)) {
                    throw new IllegalArgumentException("outside: " + y[0]);
                }
                return 0;
            }
        };
        TransformedDensity density = new TransformedDensity(strict, List.of(Transform.unitInterval()));
        assertThat(density.evaluate(new double[] {60}, new double[1])).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(density.evaluate(new double[] {-2000}, new double[1])).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(density.evaluate(new double[] {30}, new double[1])).isCloseTo(-30, within(1e-9));
    }

    @Test
    void everyParameterNeedsATransform() {
        EightSchools model = PosteriorDbTest.eightSchools();
        assertThatThrownBy(() -> new TransformedDensity(model, List.of(Transform.identity())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10");
    }
}
