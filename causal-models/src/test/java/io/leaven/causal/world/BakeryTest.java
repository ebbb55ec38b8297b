package io.leaven.causal.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.schemas.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fixture against every 23rd row of WORLD.md's golden_response.csv, which an independent implementation made. */
class BakeryTest {

    @Test
    void agreesWithTheGoldenResponses() throws IOException {
        List<Map<String, String>> golden = golden();
        assertThat(golden).hasSize(94);
        for (Map<String, String> row : golden) {
            Bakery world = Bakery.valueOf(row.get("profile").toUpperCase(Locale.ROOT));
            Bakery.Customer customer = new Bakery.Customer(
                    Integer.parseInt(row.get("age")),
                    number(row, "gender"),
                    number(row, "distance"),
                    Tier.valueOf(row.get("tier").toUpperCase(Locale.ROOT)).ordinal());
            double u = number(row, "u");
            double t = number(row, "t");
            double fatigue = number(row, "fatigue");
            assertThat(world.purchase(customer, u, t, fatigue, 0, -1))
                    .as("%s", row)
                    .isCloseTo(number(row, "p_none"), within(1e-6));
            for (int promotion = 0; promotion < 3; promotion++) {
                String name = Bakery.PROMOTIONS.get(promotion);
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(world.purchase(customer, u, t, fatigue, channel, promotion))
                            .as("%s", row)
                            .isCloseTo(number(row, "p_" + name + "-" + Bakery.CHANNELS.get(channel)), within(1e-6));
                }
                assertThat(world.uplift(customer, promotion))
                        .as("%s", row)
                        .isCloseTo(number(row, "tau_" + name), within(1e-6));
            }
        }
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }

    private static List<Map<String, String>> golden() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                BakeryTest.class.getResourceAsStream("golden_response_sample.csv"), StandardCharsets.UTF_8))) {
            String[] columns = reader.readLine().split(",");
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] values = line.split(",");
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < columns.length; i++) {
                    row.put(columns[i], values[i]);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
