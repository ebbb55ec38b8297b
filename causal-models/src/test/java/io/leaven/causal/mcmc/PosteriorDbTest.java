package io.leaven.causal.mcmc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other people's models, against the reference posteriors that Stan drew and posteriordb's editors checked. */
class PosteriorDbTest {

    private static final String EIGHT_SCHOOLS = "eight_schools-eight_schools_noncentered";
    private static final String KIDIQ = "kidiq-kidscore_momiq";
    private static final String AR = "arK-arK";
    private static final String GARCH = "garch-garch11";

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"DIAGONAL", "DENSE"})
    void eightSchoolsAgree(Metric metric) {
        EightSchools model = eightSchools();
        agree(
                EIGHT_SCHOOLS,
                metric,
                PosteriorDbTest::eightSchools,
                model.transforms(),
                PosteriorDbTest::ofEightSchools);
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"DIAGONAL", "DENSE"})
    void kidScoreRegressionAgrees(Metric metric) {
        agree(KIDIQ, metric, PosteriorDbTest::kidScore, kidScore().transforms(), name -> switch (name) {
            case "sigma" -> x -> x[2];
            default -> x -> x[index(name)];
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"DIAGONAL", "DENSE"})
    void autoregressionAgrees(Metric metric) {
        agree(AR, metric, PosteriorDbTest::autoregression, autoregression().transforms(), name -> switch (name) {
            case "alpha" -> x -> x[0];
            case "sigma" -> x -> x[6];
            default -> x -> x[index(name) + 1];
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"DIAGONAL", "DENSE"})
    void garchAgrees(Metric metric) {
        agree(GARCH, metric, PosteriorDbTest::garch, garch().transforms(), name -> switch (name) {
            case "mu" -> x -> x[0];
            case "alpha0" -> x -> x[1];
            case "alpha1" -> x -> x[2];
            default -> x -> x[3] * (1 - x[2]);
        });
    }

    private static void agree(
            String posterior,
            Metric metric,
            Supplier<LogDensity> model,
            List<Transform> transforms,
            Function<String, ToDoubleFunction<double[]>> quantities) {
        Draws draws = Chains.sample(
                        () -> new TransformedDensity(model.get(), transforms),
                        PosteriorDb.settings(posterior).withMetric(metric),
                        ChainObserver.none())
                .constrained(transforms);

        assertThat(draws.divergences()).isZero();
        assertThat(Arrays.stream(Diagnostics.eBfmi(draws.energy())).min().orElseThrow())
                .isGreaterThan(.3);
        JsonNode expected = PosteriorDb.read(posterior, "expectations.json").get("official");
        JsonNode names = expected.at("/mean_value/names");
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).asText();
            double[][] values = draws.quantity(quantities.apply(name));
            double[][] squares = draws.quantity(x -> {
                double value = quantities.apply(name).applyAsDouble(x);
                return value * value;
            });
            all.assertThat(Diagnostics.rankNormalisedSplitRhat(values))
                    .as("R-hat of %s", name)
                    .isLessThan(1.01);
            all.assertThat(distance(values, expected.get("mean_value"), "mean_value", i))
                    .as("E[%s]", name)
                    .isLessThan(4);
            all.assertThat(distance(squares, expected.get("mean_squared_value"), "mean_squared_value", i))
                    .as("E[%s^2]", name)
                    .isLessThan(4);
        }
        all.assertAll();
    }

    /** Distance from the expected mean in combined Monte Carlo standard errors. */
    private static double distance(double[][] values, JsonNode expected, String field, int index) {
        double reference = expected.get(field).get(index).asDouble();
        double error = Math.hypot(expected.get("mcse_mean").get(index).asDouble(), Diagnostics.mcseMean(values));
        return Math.abs(Diagnostics.mean(values) - reference) / error;
    }

    private static int index(String name) {
        return Integer.parseInt(name.substring(name.indexOf('[') + 1, name.indexOf(']'))) - 1;
    }

    private static ToDoubleFunction<double[]> ofEightSchools(String name) {
        return switch (name) {
            case "mu" -> x -> x[8];
            case "tau" -> x -> x[9];
            default -> x -> x[8] + x[9] * x[index(name)];
        };
    }

    static EightSchools eightSchools() {
        JsonNode data = PosteriorDb.read(EIGHT_SCHOOLS, "data.json");
        return new EightSchools(PosteriorDb.doubles(data.get("y")), PosteriorDb.doubles(data.get("sigma")));
    }

    static LinearRegression kidScore() {
        JsonNode data = PosteriorDb.read(KIDIQ, "data.json");
        double[] iq = PosteriorDb.doubles(data.get("mom_iq"));
        double[][] rows = new double[iq.length][];
        for (int i = 0; i < iq.length; i++) {
            rows[i] = new double[] {1, iq[i]};
        }
        return new LinearRegression(rows, PosteriorDb.doubles(data.get("kid_score")), Double.POSITIVE_INFINITY);
    }

    static LinearRegression autoregression() {
        JsonNode data = PosteriorDb.read(AR, "data.json");
        int lags = data.get("K").asInt();
        double[] series = PosteriorDb.doubles(data.get("y"));
        double[][] rows = new double[series.length - lags][lags + 1];
        double[] y = new double[rows.length];
        for (int t = 0; t < rows.length; t++) {
            rows[t][0] = 1;
            for (int lag = 1; lag <= lags; lag++) {
                rows[t][lag] = series[t + lags - lag];
            }
            y[t] = series[t + lags];
        }
        return new LinearRegression(rows, y, 10);
    }

    static Garch garch() {
        JsonNode data = PosteriorDb.read(GARCH, "data.json");
        return new Garch(PosteriorDb.doubles(data.get("y")), data.get("sigma1").asDouble());
    }
}
