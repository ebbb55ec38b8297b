package io.leaven.generator.world;

import static io.leaven.generator.world.CsvRows.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.schemas.Tier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Values of fixed policies, by backward induction, against golden_dp.csv: an independent implementation in Python with
 * linear interpolation on a grid of 101 points of fatigue, 0 to 5. Where the fatigue of each step is known the exact value is
 * compared; in `realistic` under messages the reference's own grid is off by up to .01, so there its grid is used.
 */
class TrueObjectiveTest {

    private static final List<Map<String, String>> ROWS = CsvRows.read("golden_dp.csv");
    private static final int TIERS = Tier.values().length;
    private static final int GRID = 101;
    private static final double MOST_FATIGUE = 5;

    @Test
    void theFixtureIsWhole() {
        assertThat(ROWS).hasSize(864);
    }

    @Test
    void valueOfNoMessageAgreesInBothWorlds() {
        for (Map<String, String> row : ROWS) {
            assertThat(exactValueOfAlways(row, ActionSpace.NONE))
                    .as("%s", row)
                    .isCloseTo(number(row, "V_no_message"), within(2e-3));
        }
    }

    @Test
    void valueOfAlwaysLargePushAgreesInBothWorlds() {
        for (Map<String, String> row : ROWS) {
            int largePush = response(row).actions().index("push", "large");
            assertThat(exactValueOfAlways(row, largePush))
                    .as("%s", row)
                    .isCloseTo(number(row, "V_large_push"), within(isPaper(row) ? 2e-3 : 1e-2));
        }
    }

    @Test
    void valuesUnderFatigueAgreeOnTheReferencesGrid() {
        List<Map<String, String>> realistic =
                ROWS.stream().filter(row -> !isPaper(row)).toList();
        for (int i = 0; i < realistic.size(); i += 61) {
            Map<String, String> row = realistic.get(i);
            ActionSpace actions = response(row).actions();
            assertThat(gridValue(row, new int[] {actions.index("push", "large")}))
                    .as("%s", row)
                    .isCloseTo(number(row, "V_large_push"), within(2e-3));
            assertThat(gridValue(row, IntStream.range(0, actions.size()).toArray()))
                    .as("%s", row)
                    .isCloseTo(number(row, "V_uniform_random"), within(2e-3));
        }
    }

    @Test
    void valueOfUniformRandomAgreesInThePaperWorldWhereFatigueHasNoEffect() {
        for (Map<String, String> row : ROWS) {
            if (isPaper(row)) {
                assertThat(valueOfRandomWithoutFatigue(row))
                        .as("%s", row)
                        .isCloseTo(number(row, "V_uniform_random"), within(2e-3));
            }
        }
    }

    @Test
    void theRealisedRewardAddsUpItsTermsAsTheSpecificationSays() {
        Response response = new Response(WorldProfiles.paper());
        TrueObjective objective = new TrueObjective(response);
        CustomerTraits customer = new CustomerTraits(20, 0, .5, 0);
        int smallText = response.actions().index("text", "small");
        // golden_response.csv, first row: tau_small 1.63562333 for this customer without a tier; text weighs 1.05.
        double bonus = 1.63562333 * 1.05;
        double givenAway = .50 * (.10 / .90) * 4.5;

        assertThat(objective.realised(customer, 0, 1, 4.5, smallText))
                .isCloseTo(4.5 + bonus + 15 - .40 - givenAway, within(1e-7));
        assertThat(objective.realised(customer, 0, 0, 0, smallText)).isEqualTo(-.40);
        assertThat(objective.realised(customer, 3, 3, 0, ActionSpace.NONE)).isEqualTo(5);
        assertThat(objective.realised(customer, 3, 2, 0, ActionSpace.NONE)).isEqualTo(-15);
        assertThat(objective.realised(customer, 3, 3, 7, ActionSpace.NONE)).isEqualTo(12);
    }

    private static double exactValueOfAlways(Map<String, String> row, int action) {
        Response response = response(row);
        TrueObjective objective = new TrueObjective(response);
        int horizon = response.profile().horizon();
        double[] fatigue = new double[horizon];
        for (int t = 1; t < horizon; t++) {
            fatigue[t] = response.fatigueAfter(fatigue[t - 1], action);
        }
        double[] value = new double[TIERS];
        for (int t = horizon - 1; t >= 0; t--) {
            double[] next = value;
            value = new double[TIERS];
            for (int tier = 0; tier < TIERS; tier++) {
                value[tier] = valueOf(response, objective, CsvRows.traits(row), tier, fatigue[t], t, action, next);
            }
        }
        return value[tier(row)];
    }

    private static double valueOfRandomWithoutFatigue(Map<String, String> row) {
        Response response = response(row);
        TrueObjective objective = new TrueObjective(response);
        int actions = response.actions().size();
        double[] value = new double[TIERS];
        for (int t = response.profile().horizon() - 1; t >= 0; t--) {
            double[] next = value;
            value = new double[TIERS];
            for (int tier = 0; tier < TIERS; tier++) {
                for (int action = 0; action < actions; action++) {
                    value[tier] +=
                            valueOf(response, objective, CsvRows.traits(row), tier, 0, t, action, next) / actions;
                }
            }
        }
        return value[tier(row)];
    }

    /** Uniform over the given actions. */
    private static double gridValue(Map<String, String> row, int[] choices) {
        Response response = response(row);
        TrueObjective objective = new TrueObjective(response);
        CustomerTraits customer = CsvRows.traits(row);
        double[][] value = new double[GRID][TIERS];
        for (int t = response.profile().horizon() - 1; t >= 0; t--) {
            double[][] next = value;
            value = new double[GRID][TIERS];
            for (int g = 0; g < GRID; g++) {
                double fatigue = g * MOST_FATIGUE / (GRID - 1);
                for (int action : choices) {
                    double[] after = interpolate(next, response.fatigueAfter(fatigue, action));
                    for (int tier = 0; tier < TIERS; tier++) {
                        value[g][tier] += valueOf(response, objective, customer, tier, fatigue, t, action, after)
                                / choices.length;
                    }
                }
            }
        }
        return value[0][tier(row)];
    }

    private static double[] interpolate(double[][] byFatigue, double fatigue) {
        double place = Math.min(fatigue / MOST_FATIGUE, 1) * (GRID - 1);
        int below = (int) Math.min(place, GRID - 2);
        double share = place - below;
        double[] value = new double[TIERS];
        for (int tier = 0; tier < TIERS; tier++) {
            value[tier] = (1 - share) * byFatigue[below][tier] + share * byFatigue[below + 1][tier];
        }
        return value;
    }

    private static double valueOf(
            Response response,
            TrueObjective objective,
            CustomerTraits customer,
            int tier,
            double fatigue,
            int t,
            int action,
            double[] next) {
        double up = response.tierUp(customer, tier, fatigue, t, action);
        double down = response.tierDown(customer, tier, fatigue, t, action);
        return objective.expected(customer, tier, fatigue, t, action)
                + (1 - up - down) * next[tier]
                + (up > 0 ? up * next[tier + 1] : 0)
                + (down > 0 ? down * next[tier - 1] : 0);
    }

    private static boolean isPaper(Map<String, String> row) {
        return row.get("profile").equals("paper");
    }

    private static Response response(Map<String, String> row) {
        return new Response(WorldProfile.named(row.get("profile")));
    }

    private static int tier(Map<String, String> row) {
        return Tier.valueOf(row.get("tier").toUpperCase(Locale.ROOT)).ordinal();
    }
}
