package io.leaven.causal.mmm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Media mix data for tests: the 156 weeks of WORLD.md's data set 1, and random ones. */
final class Media {

    static final List<String> CHANNELS = List.of("push", "text", "email");

    private Media() {}

    /** {@code mmm_data.csv}. */
    static MediaMixData bakery() {
        MediaMixData.Builder builder = new MediaMixData.Builder(CHANNELS, List.of());
        List<String> lines = lines("mmm_data.csv");
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",");
            double[] spend = {Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), Double.parseDouble(cells[3])};
            builder.add(
                    "line " + (i + 1),
                    Period.numbered(Long.parseLong(cells[0])),
                    Double.parseDouble(cells[4]),
                    spend,
                    new double[0]);
        }
        return builder.build();
    }

    /** The model that the reference posterior of Stan is of. */
    static MediaMixSpec referenceSpec(MediaMixData data) {
        double sum = 0;
        for (double y : data.outcome()) {
            sum += y;
        }
        return new MediaMixSpec.Builder()
                .adstock(Adstock.windowed(12))
                .outcomeScale(OutcomeScale.NONE)
                .priors(MediaMixPriors.PAPER.with(List.of("intercept=normal(" + sum / data.rows() + ",5)")))
                .build();
    }

    /** Rows of a two-column or wider CSV resource by their first column: the second to last columns as numbers. */
    static Map<String, double[]> table(String resource) {
        Map<String, double[]> table = new LinkedHashMap<>();
        List<String> lines = lines(resource);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.replace("\"", "").split(",");
            double[] values = new double[cells.length - 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.parseDouble(cells[i + 1]);
            }
            table.put(cells[0], values);
        }
        return table;
    }

    /** Two channels, one of them mostly idle, and one control, by weeks from 2024-01-01. */
    static MediaMixData random(int weeks, long seed) {
        Random random = new Random(seed);
        MediaMixData.Builder builder = new MediaMixData.Builder(List.of("tv", "radio"), List.of("price"));
        for (int t = 0; t < weeks; t++) {
            double[] spend = {
                100 * random.nextDouble(), random.nextDouble() < .7 || t < 3 ? 0 : 20 + 30 * random.nextDouble()
            };
            double price = 5 + random.nextGaussian();
            double outcome = 900 + 3 * spend[0] + 4 * spend[1] - 20 * price + 40 * random.nextGaussian();
            builder.add(
                    "row " + t, Period.of(LocalDate.of(2024, 1, 1).plusWeeks(t)), outcome, spend, new double[] {price});
        }
        return builder.build();
    }

    private static List<String> lines(String resource) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Media.class.getResourceAsStream(resource), resource), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
