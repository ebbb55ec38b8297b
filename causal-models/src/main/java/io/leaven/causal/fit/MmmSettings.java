package io.leaven.causal.fit;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.causal.mcmc.Metric;
import io.leaven.causal.mcmc.SamplerSettings;
import io.leaven.causal.mmm.Adstock;
import io.leaven.causal.mmm.LiftTest;
import io.leaven.causal.mmm.MediaMixPriors;
import io.leaven.causal.mmm.MediaMixSpec;
import io.leaven.causal.mmm.OutcomeScale;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** How a media mix model is fitted. The defaults are {@link MediaMixSpec#PAPER} and Stan's sampler settings. */
public final class MmmSettings extends AbstractConfig {

    public static final String SEED = UpliftSettings.SEED;
    public static final String OUTCOME_SCALE = "causal.mmm.outcome.scale";
    public static final String ADSTOCK = "causal.mmm.adstock";
    public static final String ADSTOCK_LAGS = "causal.mmm.adstock.lags";
    public static final String TREND = "causal.mmm.trend";
    public static final String SEASONALITY = "causal.mmm.seasonality";
    public static final String PERIODS_PER_YEAR = "causal.mmm.periods.per.year";
    public static final String POSITIVE_BETA = "causal.mmm.positive.beta";
    public static final String PRIORS = "causal.mmm.priors";
    public static final String CHAINS = "causal.mmm.chains";
    public static final String WARMUP = "causal.mmm.warmup";
    public static final String DRAWS = "causal.mmm.draws";
    public static final String METRIC = "causal.mmm.metric";
    public static final String TARGET_ACCEPTANCE = "causal.mmm.target.acceptance";

    private static final String GEOMETRIC = "geometric";
    private static final String UNNORMALISED = "geometric-unnormalised";
    private static final String WINDOWED = "windowed";
    private static final String DELAYED = "delayed";

    private static final SamplerSettings SAMPLER = SamplerSettings.defaults();

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    SEED,
                    Type.LONG,
                    1L,
                    Importance.MEDIUM,
                    "Seed of the chains: the same data and seed give the same draws.")
            .define(
                    OUTCOME_SCALE,
                    Type.STRING,
                    OutcomeScale.TEN_MEAN.label(),
                    ValidString.in(Arrays.stream(OutcomeScale.values())
                            .map(OutcomeScale::label)
                            .toArray(String[]::new)),
                    Importance.MEDIUM,
                    "What the outcome is divided by before the model sees it; the default priors are made for ten-mean,"
                            + " 10 y / mean(y).")
            .define(
                    ADSTOCK,
                    Type.STRING,
                    GEOMETRIC,
                    ValidString.in(GEOMETRIC, UNNORMALISED, WINDOWED, DELAYED),
                    Importance.MEDIUM,
                    "How effects carry over: geometric, s_t = (1 - lambda) x_t + lambda s_(t-1); geometric-unnormalised, the"
                            + " paper's x_t + lambda s_(t-1); windowed, geometric over some lags with weights that sum"
                            + " to 1; delayed, strongest at a lag of its own.")
            .define(
                    ADSTOCK_LAGS,
                    Type.INT,
                    12,
                    Range.between(1, 1_000),
                    Importance.LOW,
                    "Periods that windowed and delayed adstock reach back.")
            .define(TREND, Type.BOOLEAN, false, Importance.MEDIUM, "Whether there is a linear trend.")
            .define(
                    SEASONALITY,
                    Type.INT,
                    0,
                    Range.between(0, 26),
                    Importance.MEDIUM,
                    "Pairs of yearly sine and cosine (Fourier terms); 0 for no season.")
            .define(
                    PERIODS_PER_YEAR,
                    Type.DOUBLE,
                    52.0,
                    UpliftSettings.between(1, 1_000),
                    Importance.LOW,
                    "For the season of periods that are only numbered; dates know their year.")
            .define(
                    POSITIVE_BETA,
                    Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether no channel can lower the outcome: the prior of beta is cut off at 0.")
            .define(
                    PRIORS,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Priors other than the paper's, on the scaled model, separated by semicolons, such as"
                            + " lambda=beta(3,3);beta[tv]=normal(3,1).")
            .define(CHAINS, Type.INT, SAMPLER.chains(), Range.between(1, 64), Importance.LOW, "Chains.")
            .define(
                    WARMUP,
                    Type.INT,
                    SAMPLER.warmup(),
                    Range.between(1, 1_000_000),
                    Importance.LOW,
                    "Iterations of each chain that tune the sampler.")
            .define(
                    DRAWS,
                    Type.INT,
                    SAMPLER.draws(),
                    Range.between(10, 1_000_000),
                    Importance.LOW,
                    "Iterations of each chain that are kept.")
            .define(
                    METRIC,
                    Type.STRING,
                    label(Metric.DENSE),
                    ValidString.in(Arrays.stream(Metric.values())
                            .map(MmmSettings::label)
                            .toArray(String[]::new)),
                    Importance.LOW,
                    "Mass matrix of the sampler: dense learns correlations, diagonal only scales.")
            .define(
                    TARGET_ACCEPTANCE,
                    Type.DOUBLE,
                    .9,
                    UpliftSettings.between(.5, .999),
                    Importance.LOW,
                    "Acceptance that the step size aims at; nearer to 1 is slower and diverges less.");

    /**
     * Reads the settings of a source that holds the connection's, too.
     *
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong
     */
    public MmmSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
        spec(List.of());
    }

    private static Map<String, String> own(SettingsSource source) {
        Map<String, String> values = source.resolve(DEFINITION, ConnectionSettings.DEFINITION);
        values.keySet().retainAll(DEFINITION.names());
        return values;
    }

    /**
     * The model that is meant.
     *
     * @throws ConfigException if a prior cannot be read
     */
    public MediaMixSpec spec(List<LiftTest> liftTests) {
        return new MediaMixSpec.Builder()
                .adstock(adstock())
                .outcomeScale(OutcomeScale.of(getString(OUTCOME_SCALE)))
                .trend(getBoolean(TREND))
                .harmonics(getInt(SEASONALITY))
                .periodsPerYear(getDouble(PERIODS_PER_YEAR))
                .positiveBeta(getBoolean(POSITIVE_BETA))
                .priors(priors())
                .liftTests(liftTests)
                .build();
    }

    private Adstock adstock() {
        int lags = getInt(ADSTOCK_LAGS);
        return switch (getString(ADSTOCK)) {
            case UNNORMALISED -> Adstock.geometricUnnormalised();
            case WINDOWED -> Adstock.windowed(lags);
            case DELAYED -> Adstock.delayed(lags);
            default -> Adstock.geometric();
        };
    }

    private MediaMixPriors priors() {
        List<String> texts = Arrays.stream(getString(PRIORS).split(";"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        try {
            return MediaMixPriors.PAPER.with(texts);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PRIORS, getString(PRIORS), e.getMessage());
        }
    }

    public SamplerSettings sampler() {
        return SAMPLER.withSeed(getLong(SEED))
                .withChains(getInt(CHAINS))
                .withWarmup(getInt(WARMUP))
                .withDraws(getInt(DRAWS))
                .withMetric(Metric.valueOf(getString(METRIC).toUpperCase(Locale.ROOT)))
                .withTargetAcceptance(getDouble(TARGET_ACCEPTANCE));
    }

    private static String label(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }
}
