package io.leaven.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionMask;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final ActionMask ALL = ActionMask.all(3);
    private static final ActionMask WITHOUT_LAST = ALL.without(2);

    @Test
    void greedyTakesTheHighestAllowed() {
        float[] q = {1, 2, 3};
        assertThat(new Greedy().probabilities(q, ALL)).containsExactly(0, 0, 1);
        assertThat(new Greedy().probabilities(q, WITHOUT_LAST)).containsExactly(0, 1, 0);
    }

    @Test
    void tiesGoToTheLowestIndex() {
        assertThat(new Greedy().probabilities(new float[] {1, 2, 2}, ALL)).containsExactly(0, 1, 0);
        assertThat(new EpsilonGreedy(0).probabilities(new float[] {2, 2, 2}, ALL))
                .containsExactly(1, 0, 0);
    }

    @Test
    void aMaskedQValueMayBeAnything() {
        assertThat(new Greedy().probabilities(new float[] {1, 2, Float.NaN}, WITHOUT_LAST))
                .containsExactly(0, 1, 0);
    }

    @Test
    void epsilonIsSharedByAllAllowedActionsTheBestIncluded() {
        double[] p = new EpsilonGreedy(.3).probabilities(new float[] {1, 2, 3}, ALL);
        assertThat(p).usingComparatorWithPrecision(1e-15).containsExactly(.1, .1, .8);
        double[] masked = new EpsilonGreedy(.3).probabilities(new float[] {1, 2, 3}, WITHOUT_LAST);
        assertThat(masked).usingComparatorWithPrecision(1e-15).containsExactly(.15, .85, 0);
    }

    @Test
    void softmaxIsInProportionToTheExponential() {
        // exp(ln 3) : exp(0) = 3 : 1, and at temperature 2 the root of it
        float[] q = {(float) Math.log(3), 0, 50};
        double[] p = new Softmax(1).probabilities(q, WITHOUT_LAST);
        assertThat(p[0]).isCloseTo(.75, within(1e-7));
        assertThat(p[1]).isCloseTo(.25, within(1e-7));
        double[] warm = new Softmax(2).probabilities(q, WITHOUT_LAST);
        assertThat(warm[0] / warm[1]).isCloseTo(Math.sqrt(3), within(1e-6));
    }

    @Test
    void softmaxBearsHugeQValues() {
        assertThat(new Softmax(.1).probabilities(new float[] {3e38f, -3e38f, 0}, ALL))
                .containsExactly(1, 0, 0);
    }

    @Test
    void uniformNeedsNoQValues() {
        assertThat(new UniformRandom().probabilities(null, WITHOUT_LAST)).containsExactly(.5, .5, 0);
    }

    @Test
    void probabilitiesSumToExactlyOneAndAreZeroWhereMasked() {
        long seed = 5;
        Random random = new Random(seed);
        for (int run = 0; run < 200_000; run++) {
            int size = 1 + random.nextInt(ActionMask.MOST);
            ActionMask mask = new ActionMask(size, random.nextLong());
            float[] q = new float[size];
            for (int i = 0; i < size; i++) {
                q[i] = (float) (5 * random.nextGaussian());
            }
            for (Policy policy : List.of(
                    new Greedy(),
                    new EpsilonGreedy(random.nextDouble()),
                    new Softmax(.1 + 10 * random.nextDouble()),
                    new UniformRandom())) {
                double[] p = policy.probabilities(q, mask);
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    assertThat(p[i]).isBetween(0.0, 1.0);
                    assertThat(mask.allows(i) || p[i] == 0).isTrue();
                    sum += p[i];
                }
                assertThat(sum)
                        .as("%s, run %d, seed %d", policy.describe(), run, seed)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void refusesQValuesThatAreMissingOrNotFinite() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Greedy().probabilities(null, ALL));
        assertThatIllegalArgumentException().isThrownBy(() -> new Greedy().probabilities(new float[2], ALL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpsilonGreedy(1).probabilities(new float[] {1, Float.NaN, 2}, ALL))
                .withMessageContaining("action 1");
    }

    @Test
    void refusesParametersOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EpsilonGreedy(1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> new EpsilonGreedy(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Softmax(0));
    }

    @Test
    void describesItself() {
        assertThat(new EpsilonGreedy(.01).describe()).isEqualTo("epsilon-greedy(0.01)");
        assertThat(new Softmax(2).describe()).isEqualTo("softmax(2.0)");
        assertThat(new Greedy().describe()).isEqualTo("greedy");
        assertThat(new UniformRandom().describe()).isEqualTo("uniform-random");
    }

    @Test
    void aSparingPolicySendsOnlyWhatPromisesEnoughMoreThanNone() {
        Policy sparing = new Sparing(new Greedy(), 1);
        assertThat(sparing.probabilities(new float[] {10, 10.9f, 9}, ALL)).containsExactly(1, 0, 0);
        assertThat(sparing.probabilities(new float[] {10, 10.9f, 11.1f}, ALL)).containsExactly(0, 0, 1);
        assertThat(sparing.describe()).isEqualTo("greedy, least gain 1.0");
    }

    @Test
    void aSparingPolicyStillExplores() {
        double[] p = new Sparing(new EpsilonGreedy(.3), 1).probabilities(new float[] {10, 10.5f, 9}, ALL);
        assertThat(p).usingComparatorWithPrecision(1e-15).containsExactly(.8, .1, .1);
    }

    @Test
    void aLeastGainBelowZeroIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sparing(new Greedy(), -1))
                .withMessageContaining("-1.0");
    }
}
