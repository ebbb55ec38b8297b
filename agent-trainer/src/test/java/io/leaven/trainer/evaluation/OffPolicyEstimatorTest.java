package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * On a log that holds every path of {@link CoinWorld} as often as it is likely, an unbiased estimator gives the exact value, which
 * backward induction knows.
 */
class OffPolicyEstimatorTest {

    private static final double GAMMA = .9;
    private static final double CHANCE = .85;
    private static final CoinWorld WORLD = new CoinWorld(4, GAMMA);
    private static final LoggedCustomers EVERY_PATH = WORLD.everyPath();
    private static final PolicyOnLog POLICY = new PolicyOnLog(EVERY_PATH, WORLD.policy(CHANCE));
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @Test
    void importanceSamplingIsExactInExpectation() {
        assertThat(estimate(new PerDecisionImportanceSampling())).isCloseTo(WORLD.value(CHANCE), within(1e-12));
    }

    /** The weights of all paths have mean 1 at each step, so normalising changes nothing here. */
    @Test
    void weightedImportanceSamplingIsExactInExpectation() {
        assertThat(estimate(new WeightedImportanceSampling())).isCloseTo(WORLD.value(CHANCE), within(1e-12));
    }

    @Test
    void doublyRobustIsExactInExpectationWhateverTheModel() {
        for (long seed = 1; seed <= 3; seed++) {
            QModel nonsense = tableOfNonsense(seed);
            assertThat(estimate(DoublyRobust.plain(nonsense))).isCloseTo(WORLD.value(CHANCE), within(1e-12));
            assertThat(estimate(new DoublyRobust(nonsense, true, INFINITE, 0)))
                    .isCloseTo(WORLD.value(CHANCE), within(1e-12));
        }
    }

    @Test
    void doublyRobustIsExactUnderWrongPropensitiesIfTheModelIsRight() {
        LoggedCustomers wrong = withPropensity(EVERY_PATH, .31);
        PolicyOnLog policy = new PolicyOnLog(wrong, WORLD.policy(CHANCE));
        QModel right = (p, g) -> WORLD.table(1e-9).fit(p, g, 1).qValues();

        assertThat(DoublyRobust.plain(right).contributions(policy, GAMMA).estimate())
                .isCloseTo(WORLD.value(CHANCE), within(1e-6));
        assertThat(new PerDecisionImportanceSampling()
                        .contributions(policy, GAMMA)
                        .estimate())
                .isNotCloseTo(WORLD.value(CHANCE), within(.5));
    }

    @Test
    void fittedQEvaluationIsExactWithATable() {
        assertThat(estimate(new FittedQEvaluation(WORLD.table(1e-9)))).isCloseTo(WORLD.value(CHANCE), within(1e-6));
    }

    /** Each fold lacks some paths, so cross-fitting leaves an error that falls with their number. */
    @Test
    void marginalDoublyRobustIsNearlyExactWithATable() {
        assertThat(estimate(new MarginalDoublyRobust(WORLD.table(1e-9), 5)))
                .isCloseTo(WORLD.value(CHANCE), within(.01));
    }

    @Test
    void theLoggingPolicysOwnValueIsTheMeanReturnForAll() {
        PolicyOnLog own = new PolicyOnLog(EVERY_PATH, WORLD.policy(.5));
        for (OffPolicyEstimator estimator : List.of(
                new PerDecisionImportanceSampling(),
                new WeightedImportanceSampling(),
                DoublyRobust.plain(tableOfNonsense(9)),
                new FittedQEvaluation(WORLD.table(1e-9)))) {
            assertThat(estimator.contributions(own, GAMMA).estimate())
                    .as(estimator.name())
                    .isCloseTo(WORLD.value(.5), within(1e-6));
        }
    }

    /** Jiang and Li (2016), equation 10: from the last step back. */
    @Test
    void doublyRobustEqualsItsRecursion() {
        LoggedCustomers log = WORLD.sample(20, .3, 1, 7);
        PolicyOnLog policy = new PolicyOnLog(log, WORLD.policy(CHANCE));
        QModel model = tableOfNonsense(4);
        double[] q = model.qValues(policy, GAMMA);
        double sum = 0;
        for (int customer = 0; customer < log.customers(); customer++) {
            double value = 0;
            for (int t = log.length(customer) - 1; t >= 0; t--) {
                int step = log.firstStep(customer) + t;
                int row = log.firstRow(customer) + t;
                double v = policy.chance(row, 0) * q[2 * row] + policy.chance(row, 1) * q[2 * row + 1];
                double rho = policy.chance(row, log.action(step)) / log.propensity(step);
                value = v + rho * (log.reward(step) + GAMMA * value - q[2 * row + log.action(step)]);
            }
            sum += value;
        }

        assertThat(DoublyRobust.plain(model).contributions(policy, GAMMA).estimate())
                .isCloseTo(sum / log.customers(), within(1e-10));
    }

    private static double estimate(OffPolicyEstimator estimator) {
        return estimator.contributions(POLICY, GAMMA).estimate();
    }

    /** Wrong numbers, but the same in the same state, so that they are a function of state and action. */
    private static QModel tableOfNonsense(long seed) {
        return (policy, gamma) -> {
            LoggedCustomers log = policy.log();
            double[] q = new double[log.rows() * log.actions()];
            for (int i = 0; i < q.length; i++) {
                int row = i / log.actions();
                int flag = 0;
                while (log.states()[row * log.width() + flag] == 0) {
                    flag++;
                }
                q[i] = 7 * Math.sin(seed + 3 * flag + 11 * (i % log.actions()));
            }
            return q;
        };
    }

    private static LoggedCustomers withPropensity(LoggedCustomers log, double chance) {
        return Logs.copy(log, (customer, t) -> chance, customer -> true);
    }
}
