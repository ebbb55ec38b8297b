package io.leaven.generator.world;

import static io.leaven.generator.world.CsvRows.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against mmm_data.csv: 156 weeks of spend and revenue simulated by an independent implementation with noise .40. */
class MediaResponseTest {

    @Test
    void whatIsLeftOfTheReferenceRevenueIsNoise() {
        List<Map<String, String>> rows = CsvRows.read("mmm_data.csv");
        double[][] spend = List.of("push", "text", "email").stream()
                .map(channel ->
                        rows.stream().mapToDouble(row -> number(row, channel)).toArray())
                .toArray(double[][]::new);

        double[] expected = new MediaResponse(MediaProfile.standard()).expectedRevenue(spend);

        double[] residual = IntStream.range(0, rows.size())
                .mapToDouble(week -> number(rows.get(week), "revenue") - expected[week])
                .toArray();
        double mean = IntStream.range(0, residual.length)
                .mapToDouble(i -> residual[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, residual.length)
                .mapToDouble(i -> residual[i] * residual[i])
                .average()
                .orElseThrow();
        assertThat(rows).hasSize(156);
        assertThat(mean).isCloseTo(0, within(4 * .40 / Math.sqrt(156)));
        assertThat(Math.sqrt(variance)).isCloseTo(.40, within(4 * .40 / Math.sqrt(2 * 156)));
    }
}
