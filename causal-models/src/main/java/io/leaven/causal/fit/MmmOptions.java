package io.leaven.causal.fit;

import io.leaven.app.OptionValues;
import io.leaven.causal.mmm.LiftTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of {@code leaven fit mmm} that say which model is fitted and how. */
final class MmmOptions {

    @Option(
            names = "--outcome-scale",
            paramLabel = "SCALE",
            description =
                    "What the outcome is divided by: ten-mean (10 y / mean), mean, max or none. The default priors are"
                            + " made for the default, ten-mean")
    private String outcomeScale;

    @Option(
            names = "--adstock",
            paramLabel = "FORM",
            description = "How effects carry over: geometric, geometric-unnormalised (the paper's form), windowed or"
                    + " delayed. Default: geometric")
    private String adstock;

    @Option(
            names = "--adstock-lags",
            paramLabel = "N",
            description = "Periods that windowed and delayed adstock reach back. Default: 12")
    private Integer adstockLags;

    @Option(names = "--trend", description = "Add a linear trend.")
    private Boolean trend;

    @Option(
            names = "--seasonality",
            paramLabel = "N",
            description = "Pairs of yearly sine and cosine. Default: 0, no season")
    private Integer seasonality;

    @Option(
            names = "--periods-per-year",
            paramLabel = "N",
            description = "For the season of periods that are only numbered. Default: 52")
    private Double periodsPerYear;

    @Option(names = "--positive-beta", description = "No channel can lower the outcome: cut beta's prior off at 0.")
    private Boolean positiveBeta;

    @Option(
            names = "--prior",
            paramLabel = "NAME=PRIOR",
            description = "A prior other than the paper's, on the scaled model, such as lambda=beta(3,3) or"
                    + " beta[tv]=normal(3,1). Names: lambda, theta, a, b, beta, sigma, intercept, control, trend, season."
                    + " May be repeated.")
    private List<String> priors = new ArrayList<>();

    @Option(
            names = "--lift-test",
            paramLabel = "TEST",
            description = "What an experiment measured, such as"
                    + " channel=tv,from=2024-01-01,to=2024-01-22,spend=1000,effect=2500,se=400: the change of spend over"
                    + " these periods, the change of the outcome, and its standard error. May be repeated.")
    private List<String> liftTests = new ArrayList<>();

    @Option(names = "--chains", paramLabel = "N", description = "Chains. Default: 4")
    private Integer chains;

    @Option(names = "--warmup", paramLabel = "N", description = "Iterations that tune each chain. Default: 1000")
    private Integer warmup;

    @Option(names = "--draws", paramLabel = "N", description = "Iterations that are kept of each chain. Default: 1000")
    private Integer draws;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description = "Mass matrix of the sampler: dense, diagonal or unit. Default: dense")
    private String metric;

    @Option(
            names = "--target-acceptance",
            paramLabel = "P",
            description =
                    "Acceptance that the step size aims at; nearer to 1 is slower and diverges less. Default: 0.9")
    private Double targetAcceptance;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the chains. Default: 1")
    private Long seed;

    Map<String, String> settings() {
        return new OptionValues()
                .with(MmmSettings.OUTCOME_SCALE, outcomeScale)
                .with(MmmSettings.ADSTOCK, adstock)
                .with(MmmSettings.ADSTOCK_LAGS, adstockLags)
                .with(MmmSettings.TREND, trend)
                .with(MmmSettings.SEASONALITY, seasonality)
                .with(MmmSettings.PERIODS_PER_YEAR, periodsPerYear)
                .with(MmmSettings.POSITIVE_BETA, positiveBeta)
                .with(MmmSettings.PRIORS, priors.isEmpty() ? null : String.join(";", priors))
                .with(MmmSettings.CHAINS, chains)
                .with(MmmSettings.WARMUP, warmup)
                .with(MmmSettings.DRAWS, draws)
                .with(MmmSettings.METRIC, metric)
                .with(MmmSettings.TARGET_ACCEPTANCE, targetAcceptance)
                .with(MmmSettings.SEED, seed)
                .toMap();
    }

    /** @throws io.leaven.app.UserError if one cannot be read */
    List<LiftTest> liftTests() {
        return liftTests.stream().map(LiftTestText::parse).toList();
    }
}
