package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpliftCurveTest {

    /**
     * In the order of the scores: treated 4, control 2, treated 0, control 2. Qini curve at 1 to 4 rows: 4, 4 - 2 = 2,
     * 4 - 2 x 2 = 0, 4 - 4 = 0; per treated row 2, 1, 0, 0; area (1 + 1.5 + .5 + 0) / 4 = .75, and the line to its end has none.
     * Uplift curve: (4 - 0) x 1, (4 - 2) x 2, (2 - 2) x 3, (2 - 2) x 4; per row 1, 1, 0, 0; area (.5 + 1 + .5 + 0) / 4 = .5.
     */
    @Test
    void agreesWithTheDefinitionsWorkedByHand() {
        UpliftCurve curve = UpliftCurve.of(
                new double[] {.9, .8, .7, .6}, new boolean[] {true, false, true, false}, new double[] {4, 2, 0, 2});
        assertThat(curve.qiniArea()).isCloseTo(.75, within(1e-12));
        assertThat(curve.auucArea()).isCloseTo(.5, within(1e-12));
        assertThat(curve.shares()).containsExactly(0, .25, .5, .75, 1);
        assertThat(curve.qiniCurve()).containsExactly(0, 2, 1, 0, 0);
    }

    /** One point, at the end: both curves are straight, up to the mean effect of 5 - 2 = 3. */
    @Test
    void oneScoreForAllIsTreatingAtRandom() {
        UpliftCurve curve = UpliftCurve.of(
                new double[] {1, 1, 1, 1}, new boolean[] {true, false, true, false}, new double[] {9, 2, 1, 2});
        assertThat(curve.qini()).isCloseTo(0, within(1e-12));
        assertThat(curve.auuc()).isCloseTo(0, within(1e-12));
        assertThat(curve.auucArea()).isCloseTo(3.0 / 2, within(1e-12));
        // (1 + 2 + 3 + 4)/4 over the points 0 to 4.
        assertThat(curve.auucCausalml()).isCloseTo(.5, within(1e-12));
    }

    @Test
    void rowsOfEqualScoreCountTogetherInWhateverOrderTheyStand() {
        boolean[] treated = {true, false, true, false, false, true};
        double[] outcome = {5, 1, 2, 0, 3, 1};
        double[] score = {2, 2, 2, 1, 1, 1};
        UpliftCurve there = UpliftCurve.of(score, treated, outcome);
        UpliftCurve back = UpliftCurve.of(reversed(score), reversed(treated), reversed(outcome));
        assertThat(back.qini()).isCloseTo(there.qini(), within(1e-12));
        assertThat(back.auuc()).isCloseTo(there.auuc(), within(1e-12));
        assertThat(back.auucCausalml()).isCloseTo(there.auucCausalml(), within(1e-12));
    }

    /**
     * Effect x on x uniform on (0, 1), half of the rows treated, no noise: the best order gains Q(k) = k - k^2/2 per row treated,
     * whose area over the line k/2 is 1/3 - 1/4 = 1/12; the worst order loses as much.
     */
    @Test
    void theBestOrderOfAUniformEffectHasAQiniOfOneTwelfth() {
        Random random = new Random(1);
        int rows = 200_000;
        double[] effect = new double[rows];
        double[] opposite = new double[rows];
        boolean[] treated = new boolean[rows];
        double[] outcome = new double[rows];
        for (int row = 0; row < rows; row++) {
            effect[row] = random.nextDouble();
            opposite[row] = -effect[row];
            treated[row] = random.nextBoolean();
            outcome[row] = treated[row] ? effect[row] : 0;
        }
        assertThat(UpliftCurve.of(effect, treated, outcome).qiniArea()).isCloseTo(1.0 / 12, within(1e-3));
        assertThat(UpliftCurve.of(opposite, treated, outcome).qiniArea()).isCloseTo(-1.0 / 12, within(1e-3));
        assertThat(UpliftCurve.of(effect, treated, outcome).auucArea()).isCloseTo(1.0 / 3, within(2e-3));
    }

    /** Expected numbers: evaluation/peers/uplift_metrics.py, which works the packages' definitions in numpy. */
    @Test
    void agreesWithTheDefinitionsOfThePackages() {
        UpliftCurve binary = UpliftCurve.of(Golden.score(0), Golden.treated(), Golden.binary());
        assertThat(binary.qini()).isCloseTo(.012609429243, within(1e-11));
        assertThat(binary.qiniArea()).isCloseTo(.003356885255, within(1e-11));
        assertThat(binary.auuc()).isCloseTo(.077525023874, within(1e-11));
        UpliftCurve continuous = UpliftCurve.of(Golden.score(0), Golden.treated(), Golden.continuous());
        assertThat(continuous.qini()).isCloseTo(.144864350065, within(1e-11));
        assertThat(continuous.qiniArea()).isCloseTo(.212042798900, within(1e-11));
        assertThat(continuous.auuc()).isCloseTo(.413359976228, within(1e-11));
        double[] distinct = Golden.score(1e-4);
        assertThat(UpliftCurve.of(distinct, Golden.treated(), Golden.binary()).auucCausalml())
                .isCloseTo(.567253193841, within(1e-11));
        assertThat(UpliftCurve.of(distinct, Golden.treated(), Golden.continuous())
                        .auucCausalml())
                .isCloseTo(.771667993433, within(1e-11));
    }

    /** More responders in control than others among the treated: the package turns its perfect order round. */
    @Test
    void theUpliftCurvesPerfectOrderFollowsTheSmallerGroup() {
        double[] often = Arrays.stream(Golden.binary()).map(y -> 1 - y).toArray();
        assertThat(UpliftCurve.of(Golden.score(0), Golden.treated(), often).auuc())
                .isCloseTo(-.063736174616, within(1e-11));
    }

    /** The 60 rows of evaluation/peers/uplift_metrics.py. */
    static final class Golden {

        private Golden() {}

        static double[] score(double apart) {
            return rows(i -> i * 37 % 23 / 10.0 + i * 31 % 60 * apart);
        }

        static boolean[] treated() {
            boolean[] treated = new boolean[60];
            for (int i = 0; i < 60; i++) {
                treated[i] = treated(i);
            }
            return treated;
        }

        private static boolean treated(int i) {
            return (i * i + i / 3) % 5 < 2;
        }

        static double[] binary() {
            return rows(i -> (i * 29 + 7) % 13 < 3 + (treated(i) && i * 37 % 23 > 10 ? 6 : 0) ? 1 : 0);
        }

        static double[] continuous() {
            return rows(i -> i * 17 % 19 / 4.0 + (treated(i) ? i * 37 % 23 / 10.0 : 0) - 1);
        }

        private static double[] rows(IntToDoubleFunction value) {
            return IntStream.range(0, 60).mapToDouble(value).toArray();
        }
    }

    @Test
    void refusesRowsOfOneSideOnly() {
        assertThatThrownBy(() -> UpliftCurve.of(new double[] {1, 2}, new boolean[2], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 and 2");
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }

    private static boolean[] reversed(boolean[] values) {
        boolean[] reversed = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }
}
