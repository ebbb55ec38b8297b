package io.leaven.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.policy.EpsilonGreedy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearModelTest {

    @Test
    void aMessageIsItsChannelAndItsPromotion() {
        ActionParts parts = ActionParts.of(ActionCatalogue.standard());

        assertThat(parts.count()).isEqualTo(6);
        assertThat(parts.ofAction())
                .startsWith(List.of(), List.of(0, 3), List.of(0, 4), List.of(0, 5), List.of(1, 3))
                .hasSize(10);
        assertThat(ActionParts.single(3).ofAction()).containsExactly(List.of(), List.of(0), List.of(1));
    }

    @Test
    void quadraticFeaturesAreStandardisedNumbersAndTheirProducts() {
        LoggedCustomers log = LoggedCustomers.builder(3, 2)
                .step(new float[] {1, 7, -2}, -1, 0, 1, 0, 1)
                .end(new float[] {3, 7, 2}, -1, true)
                .build();
        StateFeatures features = new QuadraticFeatures(log);
        double[] x = new double[features.size()];
        features.write(new float[] {0, 0, 4, 7, 2}, 2, x);

        // mean 2, 7, 0 and deviation 1, 0, 2
        assertThat(x).containsExactly(1, 2, 0, 1, 4, 0, 0, 2, 0, 1);
    }

    /** The mean of m phi over the log is the policy's occupancy: with a table, m weighs the log's visits into the policy's. */
    @Test
    void marginalWeightsTurnTheLogsVisitsIntoThePolicys() {
        CoinWorld world = new CoinWorld(4, 1);
        LoggedCustomers log = world.everyPath();
        double[] weights = world.table(1e-9)
                .fit(new PolicyOnLog(log, world.policy(.8)), 1, 1)
                .weights();
        double[] visits = new double[4];
        double[] weighted = new double[4];
        for (int customer = 0; customer < log.customers(); customer++) {
            for (int t = 0; t < 4; t++) {
                int step = log.firstStep(customer) + t;
                visits[t] += 1.0 / log.customers();
                weighted[t] += weights[step] / log.customers();
                if (t == 0) {
                    // .8 or .2 where the coin has .5; 1 where nothing can be chosen
                    double first = log.propensity(step) == 1 ? 1 : log.action(step) == 1 ? 1.6 : .4;
                    assertThat(weights[step]).isCloseTo(first, within(1e-6));
                }
            }
        }

        assertThat(visits).containsExactly(new double[] {1, 1, 1, 1}, within(1e-9));
        assertThat(weighted).containsExactly(new double[] {1, 1, 1, 1}, within(1e-6));
    }

    /** One state that pays 3 a step: 3 if it ends after the step, 3 / (1 - gamma) = 6 if it goes on. */
    @Test
    void aTerminalStepHasNoFuture() {
        float[] state = {1};
        for (boolean terminal : new boolean[] {true, false}) {
            LoggedCustomers log = LoggedCustomers.builder(1, 1)
                    .step(state, -1, 0, 1, 3, 1)
                    .end(state, -1, terminal)
                    .build();
            PolicyOnLog policy = new PolicyOnLog(log, (states, masks, actions) -> new double[] {1, 1});
            LinearModel one = new LinearModel(
                    any -> new StateFeatures() {
                        @Override
                        public int size() {
                            return 1;
                        }

                        @Override
                        public void write(float[] states, int from, double[] into) {
                            into[0] = states[from];
                        }
                    },
                    ActionParts.single(1),
                    1e-9);

            assertThat(new FittedQEvaluation(one).contributions(policy, .5).estimate())
                    .isCloseTo(terminal ? 3 : 6, within(1e-6));
        }
    }

    /** One step that pays 2 + 3 z, and 5 more for action 1, which the policy always takes and the log half of the time. */
    @Test
    void anActionChangesTheWeightsOfTheFirstNumbersOnly() {
        LoggedCustomers.Builder log = LoggedCustomers.builder(1, 2);
        for (float z : new float[] {-1, 0, 4}) {
            for (int action = 0; action < 2; action++) {
                log.step(new float[] {z}, -1, action, .5, 2 + 3 * z + 5 * action, 1)
                        .end(new float[] {z}, -1, true);
            }
        }
        LinearModel model = new LinearModel(any -> new LevelAndNumber(), ActionParts.single(2), 1e-9);

        TargetPolicy always = TargetPolicy.of((states, rows) -> alternating(rows), new EpsilonGreedy(0));
        LinearQ fit = model.fit(new PolicyOnLog(log.build(), always), 1, 1);

        assertThat(fit.weights()).containsExactly(new double[] {0, 2, 0, 2, 0, 2}, within(1e-6));
        assertThat(fit.qValues()).startsWith(new double[] {-1, 4}, within(1e-6)).hasSize(24);
        assertThat(Arrays.copyOfRange(fit.qValues(), 20, 22)).containsExactly(new double[] {14, 19}, within(1e-6));
    }

    /** 0 for action 0 and 1 for action 1 in each row. */
    private static float[] alternating(int rows) {
        float[] qValues = new float[2 * rows];
        for (int row = 0; row < rows; row++) {
            qValues[2 * row + 1] = 1;
        }
        return qValues;
    }

    /** 1 and the state's number, of which actions change the weight of the 1. */
    private static final class LevelAndNumber implements StateFeatures {

        @Override
        public int size() {
            return 2;
        }

        @Override
        public int ofActions() {
            return 1;
        }

        @Override
        public void write(float[] states, int from, double[] into) {
            into[0] = 1;
            into[1] = states[from];
        }
    }

    @Test
    void anAgentsNetworkAndRuleMakeAPolicy() {
        TargetPolicy policy = TargetPolicy.of((states, rows) -> new float[] {1, 3, 2, 1, 3, 2}, new EpsilonGreedy(.3));

        assertThat(policy.probabilities(new float[2], new long[] {0b111, 0b101}, 3))
                .containsExactly(new double[] {.1, .8, .1, .15, 0, .85}, within(1e-12));
    }

    @Test
    void refusesPartsOfAnotherCatalogue() {
        CoinWorld world = new CoinWorld(2, 1);
        PolicyOnLog policy = new PolicyOnLog(world.everyPath(), world.policy(.5));

        assertThatThrownBy(() -> LinearModel.quadratic(ActionParts.single(3)).fit(policy, 1, 1))
                .hasMessageContaining("parts of 3 actions");
        assertThatThrownBy(() -> world.table(1).fit(policy, 0, 1)).hasMessageContaining("gamma");
        assertThatThrownBy(() -> world.table(1).fit(policy, 1, 999)).hasMessageContaining("folds");
        assertThatThrownBy(() -> world.table(0)).hasMessageContaining("ridge");
    }
}
