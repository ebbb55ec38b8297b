package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against the R packages posterior 1.4.0 and rstan 2.21.7 on fixed draws; diagnostics_golden.R beside the numbers made them.
 * Cases: AR(1), antithetic, one chain shifted, one chain wider, Cauchy, rounded (ties), one chain that does not move, all
 * constant, an odd number of draws, a single chain.
 */
class DiagnosticsTest {

    private static final Map<String, ToDoubleFunction<double[][]>> MEASURES = Map.ofEntries(
            Map.entry("rhat", Diagnostics::rankNormalisedSplitRhat),
            Map.entry("essBulk", Diagnostics::essBulk),
            Map.entry("essTail", Diagnostics::essTail),
            Map.entry("essMean", Diagnostics::essMean),
            Map.entry("essQ10", draws -> Diagnostics.essQuantile(draws, .1)),
            Map.entry("mean", Diagnostics::mean),
            Map.entry("sd", Diagnostics::sd),
            Map.entry("q05", draws -> Diagnostics.quantile(draws, .05)),
            Map.entry("mcseMean", Diagnostics::mcseMean),
            Map.entry("mcseSd", Diagnostics::mcseSd),
            Map.entry("mcseMedian", draws -> Diagnostics.mcseQuantile(draws, .5)),
            Map.entry("mcseQ95", draws -> Diagnostics.mcseQuantile(draws, .95)),
            Map.entry("bfmiFirst", draws -> Diagnostics.eBfmi(draws)[0]));

    private static final Map<String, Map<String, Double>> GOLDEN = golden();

    @ParameterizedTest
    @ValueSource(
            strings = {"ar1", "antithetic", "shifted", "scaled", "heavy", "ties", "stuck", "constant", "odd", "single"})
    void agreesWithPosterior(String name) {
        double[][] draws = draws(name);
        MEASURES.forEach((measure, function) -> {
            double expected = GOLDEN.get(name).get(measure);
            double value = function.applyAsDouble(draws);
            if (Double.isNaN(expected)) {
                assertThat(value).as(measure).isNaN();
            } else {
                assertThat(value).as(measure).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
            }
        });
    }

    /** rstan ranks with an offset of 1/2, not the 3/8 of the paper: equal to three digits. */
    @ParameterizedTest
    @ValueSource(strings = {"ar1", "antithetic", "shifted", "scaled", "heavy", "ties", "stuck", "odd", "single"})
    void isNearToRstan(String name) {
        Map<String, Double> golden = GOLDEN.get(name);
        double[][] draws = draws(name);
        near(Diagnostics.rankNormalisedSplitRhat(draws), golden.get("rstanRhat"), 1e-3);
        near(Diagnostics.essBulk(draws), golden.get("rstanEssBulk"), 5e-3);
        near(Diagnostics.essTail(draws), golden.get("rstanEssTail"), 1e-3);
    }

    private static void near(double value, double expected, double relative) {
        assertThat(value).isCloseTo(expected, within(relative * expected));
    }

    @Test
    void whatIsNotFiniteGivesNaN() {
        double[][] draws = draws("ar1");
        draws[2][17] = Double.POSITIVE_INFINITY;
        assertThat(Diagnostics.rankNormalisedSplitRhat(draws)).isNaN();
        assertThat(Diagnostics.essBulk(draws)).isNaN();
        assertThat(Diagnostics.essTail(draws)).isNaN();
        assertThat(Diagnostics.mcseMean(draws)).isNaN();
        assertThat(Diagnostics.mcseQuantile(draws, .5)).isNaN();
    }

    /** Ranks know no scale: R's answer is that of the draws times any number and plus any number. */
    @Test
    void tinyDrawsAreNotTakenForConstant() {
        double[][] tiny = Arrays.stream(draws("ar1"))
                .map(chain -> Arrays.stream(chain).map(x -> 1e-20 * x).toArray())
                .toArray(double[][]::new);
        assertThat(Diagnostics.essBulk(tiny)).isCloseTo(GOLDEN.get("ar1").get("essBulk"), within(1e-6));
    }

    @Test
    void zeroesOfBothSignsAreTies() {
        double[][] positive = draws("ties");
        double[][] mixed = draws("ties");
        for (int i = 0; i < mixed[0].length; i += 2) {
            mixed[0][i] = mixed[0][i] == 0 ? -0.0 : mixed[0][i];
        }
        assertThat(Diagnostics.essBulk(mixed)).isEqualTo(Diagnostics.essBulk(positive));
    }

    @Test
    void tooFewDrawsAndUnequalChainsAreErrors() {
        assertThatThrownBy(() -> Diagnostics.essBulk(new double[][] {{1, 2, 3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 draws");
        assertThatThrownBy(() -> Diagnostics.essBulk(new double[][] {{1, 2, 3, 4}, {1, 2, 3, 4, 5}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("equal length");
    }

    private static double[][] draws(String name) {
        return switch (name) {
            case "odd" ->
                Arrays.stream(column("ar1"))
                        .map(chain -> Arrays.copyOf(chain, 249))
                        .toArray(double[][]::new);
            case "single" -> new double[][] {column("ar1")[0]};
            default -> column(name);
        };
    }

    private static double[][] column(String name) {
        List<String> lines = lines("diagnostics_draws.csv");
        int column = List.of(lines.get(0).split(",")).indexOf(name);
        double[][] draws = new double[4][250];
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            draws[Integer.parseInt(cells[0])][Integer.parseInt(cells[1])] = Double.parseDouble(cells[column]);
        }
        return draws;
    }

    private static Map<String, Map<String, Double>> golden() {
        Map<String, Map<String, Double>> golden = new HashMap<>();
        for (String line : lines("diagnostics_golden.csv")) {
            String[] cells = line.split(",");
            if (!cells[0].equals("case")) {
                double value = cells[2].equals("NA") ? Double.NaN : Double.parseDouble(cells[2]);
                golden.computeIfAbsent(cells[0], name -> new HashMap<>()).put(cells[1], value);
            }
        }
        return golden;
    }

    private static List<String> lines(String file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(DiagnosticsTest.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
