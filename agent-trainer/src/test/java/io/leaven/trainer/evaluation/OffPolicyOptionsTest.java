package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Unknown propensities, limits, irregular steps and open ends, on logs small enough to reckon by hand. */
class OffPolicyOptionsTest {

    private static final double INFINITE = Double.POSITIVE_INFINITY;
    private static final float[] STATE = {1};

    /** Q = 10 for action 0 and 20 for action 1, everywhere. */
    private static final QModel TEN_TWENTY = (policy, gamma) -> {
        double[] q = new double[2 * policy.log().rows()];
        for (int i = 0; i < q.length; i++) {
            q[i] = 10 + 10 * (i % 2);
        }
        return q;
    };

    /** Always action 1. */
    private static final TargetPolicy ONE = (states, masks, actions) -> {
        double[] probabilities = new double[2 * masks.length];
        for (int row = 0; row < masks.length; row++) {
            probabilities[2 * row + 1] = 1;
        }
        return probabilities;
    };

    /** Two customers: 1,1 with rewards 3,5 at chances .5,.25; and 1,0 with rewards 7,9 at .5,.75. */
    private static LoggedCustomers twoCustomers(double firstChance, int elapsed, boolean terminal) {
        return LoggedCustomers.builder(1, 2)
                .step(STATE, -1, 1, .5, 3, elapsed)
                .step(STATE, -1, 1, firstChance, 5, 1)
                .end(STATE, -1, terminal)
                .step(STATE, -1, 1, .5, 7, elapsed)
                .step(STATE, -1, 0, .75, 9, 1)
                .end(STATE, -1, terminal)
                .build();
    }

    private static double estimate(OffPolicyEstimator estimator, LoggedCustomers log, double gamma) {
        return estimator.contributions(new PolicyOnLog(log, ONE), gamma).estimate();
    }

    @Test
    void twoCustomersByHand() {
        LoggedCustomers log = twoCustomers(.25, 1, true);

        // weights 2, 8 and 2, 0
        assertThat(estimate(new PerDecisionImportanceSampling(), log, .5))
                .isCloseTo((2 * 3 + .5 * 8 * 5 + 2 * 7) / 2.0, within(1e-12));
        assertThat(estimate(new WeightedImportanceSampling(), log, .5))
                .isCloseTo((3 + 7) / 2.0 + .5 * 5, within(1e-12));
        // errors 3 + .5 x 20 - 20 = -7 and 5 - 20 = -15; 7 + .5 x 20 - 20 = -3 and a weight of 0
        assertThat(estimate(DoublyRobust.plain(TEN_TWENTY), log, .5))
                .isCloseTo(20 + (2 * -7 + .5 * 8 * -15 + 2 * -3) / 2.0, within(1e-12));
        assertThat(estimate(new DoublyRobust(TEN_TWENTY, true, INFINITE, 0), log, .5))
                .isCloseTo(20 + (-7 - 3) / 2.0 + .5 * -15, within(1e-12));
    }

    @Test
    void stepsThatTakeLongerAreDiscountedMore() {
        LoggedCustomers log = twoCustomers(.25, 3, true);

        assertThat(estimate(new PerDecisionImportanceSampling(), log, .5))
                .isCloseTo((2 * 3 + .125 * 8 * 5 + 2 * 7) / 2.0, within(1e-12));
        assertThat(estimate(DoublyRobust.plain(TEN_TWENTY), log, .5))
                .isCloseTo(
                        20 + (2 * (3 + .125 * 20 - 20) + .125 * 8 * -15 + 2 * (7 + .125 * 20 - 20)) / 2.0,
                        within(1e-12));
    }

    @Test
    void whereALogJustEndsTheModelStandsInForTheFuture() {
        LoggedCustomers log = twoCustomers(.25, 1, false);

        assertThat(estimate(DoublyRobust.plain(TEN_TWENTY), log, .5))
                .isCloseTo(20 + (2 * -7 + .5 * 8 * (5 + .5 * 20 - 20) + 2 * -3) / 2.0, within(1e-12));
    }

    @Test
    void importanceSamplingLeavesOutCustomersWithAnUnknownPropensity() {
        LoggedCustomers log = twoCustomers(Double.NaN, 1, true);
        PolicyOnLog policy = new PolicyOnLog(log, ONE);

        for (OffPolicyEstimator estimator :
                new OffPolicyEstimator[] {new PerDecisionImportanceSampling(), new WeightedImportanceSampling()}) {
            Contributions contributions = estimator.contributions(policy, .5);
            assertThat(contributions.used()).as(estimator.name()).isEqualTo(1);
            assertThat(contributions.isLeftOut(0)).isTrue();
            assertThat(contributions.estimate())
                    .as(estimator.name())
                    .isCloseTo(estimator.name().equals("pdis") ? 2 * 7 : 7, within(1e-12));
        }
        assertThat(WeightDiagnostics.of(policy).unknown()).isEqualTo(1);
    }

    @Test
    void doublyRobustCorrectsUpToTheUnknownPropensity() {
        LoggedCustomers log = twoCustomers(Double.NaN, 1, true);

        assertThat(estimate(DoublyRobust.plain(TEN_TWENTY), log, .5))
                .isCloseTo(20 + (2 * -7 + 2 * -3) / 2.0, within(1e-12));
        assertThat(estimate(new DoublyRobust(TEN_TWENTY, true, INFINITE, 0), log, .5))
                .isCloseTo(20 + (-7 - 3) / 2.0, within(1e-12));
    }

    @Test
    void aLogWithoutAnyPropensityGivesNoNumberByImportanceSampling() {
        LoggedCustomers log = Logs.copy(twoCustomers(.25, 1, true), (customer, t) -> Double.NaN, customer -> true);

        assertThat(estimate(new PerDecisionImportanceSampling(), log, 1)).isNaN();
        assertThat(estimate(new WeightedImportanceSampling(), log, 1)).isNaN();
        assertThat(estimate(DoublyRobust.plain(TEN_TWENTY), log, 1)).isEqualTo(20);
    }

    @Test
    void theLimitHoldsTheProductOfTheWeights() {
        LoggedCustomers log = twoCustomers(.25, 1, true);

        assertThat(estimate(new PerDecisionImportanceSampling(3), log, 1))
                .isCloseTo((2 * 3 + 3 * 5 + 2 * 7) / 2.0, within(1e-12));
        assertThat(estimate(new DoublyRobust(TEN_TWENTY, false, 3, 0), log, 1))
                .isCloseTo(20 + (2 * 3 + 3 * -15 + 2 * 7) / 2.0, within(1e-12));
        assertThatThrownBy(() -> estimate(new PerDecisionImportanceSampling(0), log, 1))
                .hasMessageContaining("limit");
    }

    @Test
    void theModelSpeaksAloneWhereTooFewCustomersAreLeft() {
        LoggedCustomers log = twoCustomers(.25, 1, true);
        WeightDiagnostics weights = WeightDiagnostics.of(new PolicyOnLog(log, ONE));

        // Kish: weights 2, 2 count as two customers; 8, 0 as one
        assertThat(weights.effectiveByStep()).containsExactly(2.0, 1.0);
        assertThat(weights.following()).isEqualTo(1);
        assertThat(weights.largest()).isEqualTo(8);
        assertThat(estimate(new DoublyRobust(TEN_TWENTY, true, INFINITE, 1.5), log, .5))
                .isCloseTo(20 + (-7 - 3) / 2.0, within(1e-12));
    }

    @Test
    void aCustomerWhoseLifeIsOverKeepsItsWeight() {
        LoggedCustomers log = LoggedCustomers.builder(1, 2)
                .step(STATE, -1, 1, .5, 3, 1)
                .end(STATE, -1, true)
                .step(STATE, -1, 1, .5, 7, 1)
                .step(STATE, -1, 1, .5, 9, 1)
                .end(STATE, -1, true)
                .build();

        // step 2: the first rests with weight 2 and reward 0, the second has weight 4 and reward 9
        assertThat(estimate(new WeightedImportanceSampling(), log, 1))
                .isCloseTo((3 + 7) / 2.0 + 4 * 9 / 6.0, within(1e-12));
    }

    @Test
    void aPolicyThatChoosesWhatIsMaskedIsRefused() {
        LoggedCustomers log = LoggedCustomers.builder(1, 2)
                .step(STATE, 0b01, 0, 1, 3, 1)
                .end(STATE, -1, true)
                .build();

        assertThatThrownBy(() -> new PolicyOnLog(log, ONE))
                .hasMessageContaining("action 1")
                .hasMessageContaining("masked");
    }

    @Test
    void probabilitiesThatDoNotSumToOneAreRefused() {
        LoggedCustomers log = twoCustomers(.25, 1, true);

        assertThatThrownBy(() -> new PolicyOnLog(log, (states, masks, actions) -> new double[2 * masks.length]))
                .hasMessageContaining("sum to 0");
    }

    @Test
    void badStepsAreRefused() {
        LoggedCustomers.Builder log = LoggedCustomers.builder(1, 2);

        assertThatThrownBy(() -> log.step(STATE, -1, 2, .5, 0, 1)).hasMessageContaining("action 2");
        assertThatThrownBy(() -> log.step(STATE, -1, 1, 0, 0, 1)).hasMessageContaining("propensity 0");
        assertThatThrownBy(() -> log.step(STATE, -1, 1, .5, Double.NaN, 1)).hasMessageContaining("reward NaN");
        assertThatThrownBy(() -> log.step(STATE, -1, 1, .5, 0, 0)).hasMessageContaining("elapsed");
        assertThatThrownBy(() -> log.step(new float[2], -1, 1, .5, 0, 1)).hasMessageContaining("2 numbers");
        assertThatThrownBy(() -> log.step(new float[] {Float.NaN}, -1, 1, .5, 0, 1))
                .hasMessageContaining("finite");
        assertThatThrownBy(log::build).hasMessageContaining("no customer");
    }
}
