package io.leaven.evaluation.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuccessiveHalvingTest {

    /** By round: what each candidate scores. The third looks best once, the second is best. */
    private static final double[][] SCORES = {{.3, .1, .5, .9}, {0, 0, .7, .1}};

    @Test
    void theBetterHalfIsRunAgainAndTheMeanDecides() {
        SuccessiveHalving.Outcome found =
                SuccessiveHalving.search(candidates(4), 6, 4, SuccessiveHalvingTest::scripted);

        assertThat(found.best().number()).isEqualTo(2);
        assertThat(found.best().scores()).containsExactly(.5, .7);
        assertThat(found.trials()).extracting(Trial::number).containsExactly(0, 1, 2, 3);
        assertThat(found.trials()).extracting(trial -> trial.scores().size()).containsExactly(1, 1, 2, 2);
    }

    @Test
    void aRoundThatTheBudgetDoesNotReachForIsNotBegun() {
        SuccessiveHalving.Outcome found =
                SuccessiveHalving.search(candidates(4), 5, 1, SuccessiveHalvingTest::scripted);

        assertThat(found.best().number()).isEqualTo(3);
        assertThat(found.trials())
                .allSatisfy(trial -> assertThat(trial.scores()).hasSize(1));
    }

    @Test
    void whatFailedIsWorstAndOfEqualsTheEarlierWins() {
        double[] scores = {Double.NaN, -.5, -.5};
        SuccessiveHalving.Outcome found =
                SuccessiveHalving.search(candidates(3), 3, 1, (settings, round) -> scores[number(settings)]);

        assertThat(found.best().number()).isEqualTo(1);
    }

    @Test
    void theNumberOfRunsIsToldBeforehand() {
        for (int candidates = 1; candidates <= 17; candidates++) {
            for (int budget = candidates; budget < 40; budget++) {
                List<Integer> rounds = new ArrayList<>();
                SuccessiveHalving.search(candidates(candidates), budget, 1, (settings, round) -> {
                    rounds.add(round);
                    return number(settings);
                });
                assertThat(SuccessiveHalving.runs(candidates, budget))
                        .as("%d candidates, budget %d", candidates, budget)
                        .isEqualTo(rounds.size())
                        .isLessThanOrEqualTo(budget);
            }
        }
        assertThat(SuccessiveHalving.runs(16, 30)).isEqualTo(16 + 8 + 4 + 2);
    }

    @Test
    void lessThanOneRunEachIsRefused() {
        assertThatThrownBy(() -> SuccessiveHalving.search(candidates(4), 3, 1, SuccessiveHalvingTest::scripted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 runs for 4 candidates");
    }

    private static double scripted(Map<String, String> settings, int round) {
        return SCORES[round][number(settings)];
    }

    private static int number(Map<String, String> settings) {
        return Integer.parseInt(settings.get("number"));
    }

    private static List<Map<String, String>> candidates(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.of("number", Integer.toString(i)))
                .toList();
    }
}
