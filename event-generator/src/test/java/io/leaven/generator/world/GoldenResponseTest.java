package io.leaven.generator.world;

import static io.leaven.generator.world.CsvRows.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.schemas.Tier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against golden_response.csv: 2,160 rows of an independent implementation in Python. */
class GoldenResponseTest {

    private static final List<Map<String, String>> ROWS = CsvRows.read("golden_response.csv");
    private static final List<String> CHANNELS = List.of("push", "text", "email");
    private static final List<String> PROMOTIONS = List.of("ad", "small", "large");

    @Test
    void theFixtureIsWhole() {
        assertThat(ROWS).hasSize(2160);
    }

    @Test
    void purchaseProbabilitiesOfAllActionsAgree() {
        for (Map<String, String> row : ROWS) {
            Response response = response(row);
            assertPurchase(row, response, ActionSpace.NONE, "p_none");
            for (String channel : CHANNELS) {
                for (String promotion : PROMOTIONS) {
                    int action = response.actions().index(channel, promotion);
                    assertPurchase(row, response, action, "p_" + promotion + "-" + channel);
                }
            }
        }
    }

    @Test
    void dropProbabilitiesAgree() {
        for (Map<String, String> row : ROWS) {
            assertThat(response(row).downWithoutPurchase(tier(row), number(row, "fatigue")))
                    .as("%s", row)
                    .isCloseTo(number(row, "p_drop_if_no_purchase"), within(1e-6));
        }
    }

    @Test
    void trueUpliftAgrees() {
        for (Map<String, String> row : ROWS) {
            TrueUplift uplift = new TrueUplift(response(row));
            for (int promotion = 0; promotion < PROMOTIONS.size(); promotion++) {
                assertThat(uplift.of(CsvRows.traits(row), tier(row), promotion))
                        .as("%s", row)
                        .isCloseTo(number(row, "tau_" + PROMOTIONS.get(promotion)), within(1e-6));
            }
        }
    }

    private static void assertPurchase(Map<String, String> row, Response response, int action, String column) {
        int step = Integer.parseInt(row.get("t"));
        assertThat(response.purchase(CsvRows.traits(row), tier(row), number(row, "fatigue"), step, action))
                .as("%s of %s", column, row)
                .isCloseTo(number(row, column), within(1e-6));
    }

    private static Response response(Map<String, String> row) {
        return new Response(WorldProfile.named(row.get("profile")));
    }

    private static int tier(Map<String, String> row) {
        return Tier.valueOf(row.get("tier").toUpperCase(Locale.ROOT)).ordinal();
    }
}
