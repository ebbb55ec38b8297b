package io.leaven.evaluation.bakery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.generator.world.WorldProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the confounded log makes of the large discount for gold customers, against the world's true uplift. */
class BakeryHistoryTest {

    private static final WorldProfile WORLD = WorldProfile.named("paper");

    @Test
    void theLargeDiscountGetsTheCreditForWhatGoldCustomersBuyAnyway() {
        List<Map<String, Object>> credit = UpliftCredit.rows(WORLD, new BakeryModels(WORLD, 1), 5);

        double truth = gold(credit, "truth");
        assertThat(credit).hasSize(12);
        assertThat(truth).isNegative();
        assertThat(gold(credit, "historic log")).isGreaterThan(1);
        assertThat(gold(credit, "historic log knowing tier")).isCloseTo(truth, within(.5));
        assertThat(gold(credit, "experiment")).isCloseTo(truth, within(.5));
    }

    private static double gold(List<Map<String, Object>> credit, String origin) {
        return credit.stream()
                .filter(row -> row.get("promotion").equals("large")
                        && row.get("origin").equals(origin))
                .mapToDouble(row -> (double) row.get("gold"))
                .findFirst()
                .orElseThrow();
    }
}
