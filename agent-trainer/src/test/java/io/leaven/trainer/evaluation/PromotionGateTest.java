package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PromotionGateTest {

    private static final CoinWorld WORLD = new CoinWorld(5, 1);
    private static final LoggedCustomers LOG = WORLD.sample(800, .4, 1, 11);
    private static final OffPolicyEstimator ESTIMATOR = new MarginalDoublyRobust(WORLD.table(1e-3));

    private static PromotionGate gate(double margin, int leastCustomers) {
        return new PromotionGate(ESTIMATOR, Bootstrap.standard(), 1, margin, leastCustomers, 0);
    }

    private static GateVerdict judge(PromotionGate gate, double candidate, double live) {
        return gate.judge(LOG, WORLD.policy(candidate), WORLD.policy(live));
    }

    @Test
    void aBetterCandidatePassesAndAWorseOneDoesNot() {
        double better = WORLD.value(.9) > WORLD.value(.2) ? .9 : .2;
        GateVerdict up = judge(gate(0, 100), better, 1.1 - better);
        GateVerdict down = judge(gate(0, 100), 1.1 - better, better);

        assertThat(up.passed()).isTrue();
        assertThat(up.gain().contains(WORLD.value(better) - WORLD.value(1.1 - better)))
                .isTrue();
        assertThat(up.words()).startsWith("passed: ").contains("mdr").contains("800 held-out customers");
        assertThat(down.passed()).isFalse();
        assertThat(down.words()).startsWith("refused: ").contains("may be below");
        assertThat(down.gain().estimate()).isEqualTo(-up.gain().estimate());
    }

    @Test
    void theLivePolicyItselfPassesWithoutAMargin() {
        GateVerdict verdict = judge(gate(0, 1), .7, .7);

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.gain().lower()).isZero();
        assertThat(verdict.gain().upper()).isZero();
    }

    @Test
    void theMarginLetsASlightlyWorseOnePass() {
        double worse = WORLD.value(.7) < WORLD.value(.75) ? .7 : .75;
        double below = -judge(gate(0, 1), worse, 1.45 - worse).gain().lower();

        assertThat(below).isPositive();
        assertThat(judge(gate(below * .99, 1), worse, 1.45 - worse).passed()).isFalse();
        assertThat(judge(gate(below * 1.01, 1), worse, 1.45 - worse).passed()).isTrue();
    }

    @Test
    void tooFewCustomersNeverPass() {
        GateVerdict verdict = judge(gate(1e9, 801), .7, .7);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.words()).contains("800").contains("801 are needed");
    }

    @Test
    void customersOfUnknownPropensityAreNotCountedWhereTheyCannotBeUsed() {
        LoggedCustomers log = Logs.copy(LOG, (customer, t) -> customer < 300 ? Double.NaN : .5, customer -> true);
        PromotionGate gate = new PromotionGate(new WeightedImportanceSampling(), Bootstrap.standard(), 1, 1e9, 501, 0);
        GateVerdict verdict = gate.judge(log, WORLD.policy(.5), WORLD.policy(.5));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.customers()).isEqualTo(500);
        assertThat(verdict.leftOut()).isEqualTo(300);
    }

    @Test
    void anEstimateThatIsNoNumberNeverPasses() {
        OffPolicyEstimator broken = new DoublyRobust(
                (policy, gamma) -> {
                    double[] q = new double[policy.log().rows() * 2];
                    q[0] = Double.NaN;
                    return q;
                },
                false,
                Double.POSITIVE_INFINITY,
                0);
        GateVerdict verdict = new PromotionGate(broken, Bootstrap.standard(), 1, 1e9, 1, 0)
                .judge(LOG, WORLD.policy(.5), WORLD.policy(.5));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.words()).contains("could not be estimated");
    }

    @Test
    void theNumbersHaveNames() {
        GateVerdict verdict = judge(gate(.5, 1), .7, .6);

        assertThat(verdict.numbers())
                .containsEntry("gate.passed", verdict.passed() ? 1.0 : 0.0)
                .containsEntry("gate.gain.lower", verdict.gain().lower())
                .containsEntry("gate.value", verdict.candidate().estimate())
                .containsEntry("gate.margin", .5)
                .containsKey("gate.effective.size");
    }

    @Test
    void bothPoliciesMustBeJudgedOnOneLog() {
        LoggedCustomers other = WORLD.sample(800, .4, 1, 12);

        assertThatThrownBy(() -> gate(0, 1)
                        .judge(new PolicyOnLog(LOG, WORLD.policy(.5)), new PolicyOnLog(other, WORLD.policy(.5))))
                .hasMessageContaining("same log");
    }
}
