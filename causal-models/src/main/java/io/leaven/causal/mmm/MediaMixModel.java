package io.leaven.causal.mmm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The media mix model of Jin et al. (2017), "Bayesian methods for media mix modeling with carryover and shape effects", on one
 * data set:
 *
 * <pre>
 * y_t = beta0 + sum_c beta_c h_c,t + sum_k gamma_k z_k,t + e_t,   e_t ~ Normal(0, sigma)
 * h = s^a / (s^a + b^a),   s = adstock(x / max x, lambda)
 * </pre>
 *
 * with y in units of {@link Scaling#outcomeUnit} and standardised columns z of controls, trend and season.
 *
 * <p>Given lambda, a, b and sigma the model is a linear regression: coefficients with a normal prior are integrated out, and
 * drawn exactly afterwards, by {@link #complete}. The sampler sees only the other parameters. Immutable; {@link #density} gives each
 * thread a workspace of its own.
 */
public final class MediaMixModel {

    static final String INTERCEPT = "beta0";
    static final String SIGMA = "sigma";
    static final String TREND = "trend";

    private static final double DAYS_PER_YEAR = 365.25;

    final MediaMixData data;
    final MediaMixSpec spec;
    final Scaling scaling;

    /** Scaled. */
    final double[] outcome;
    /** Scaled, by channel. */
    final double[][] spend;
    /** The columns whose coefficients are intercept, controls, trend and season, standardised but for the first. */
    final List<Column> columns;
    /** Of every coefficient: first those of the columns, then beta of each channel. */
    final Prior[] coefficientPriors;

    final Prior[] decayPriors;
    final Prior[] peakPriors;
    final Prior[] slopePriors;
    final Prior[] halfPriors;
    final Prior sigmaPrior;
    final List<LiftWindow> lifts;

    private final List<String> parameters;

    /** One regressor that is not media. */
    record Column(String parameter, double[] values) {}

    /** A lift test on the scaled model: the channel's spend with the change, and the periods that count. */
    record LiftWindow(int channel, double[] changed, int from, int to, double effect, double precision) {}

    /**
     * Sets up the model on some data.
     *
     * @throws IllegalArgumentException if the specification does not fit the data
     */
    public MediaMixModel(MediaMixData data, MediaMixSpec spec) {
        this.data = data;
        this.spec = spec;
        MediaMixPriors priors = spec.priors();
        List<String> channels = data.channels();
        priors.checkNames(channels, data.controls());

        Map<String, Double> spendUnit = new LinkedHashMap<>();
        for (int c = 0; c < channels.size(); c++) {
            spendUnit.put(channels.get(c), Arrays.stream(data.spend(c)).max().orElseThrow());
        }
        Map<String, Scaling.Standardised> standardised = new LinkedHashMap<>();
        this.columns = columns(data, spec, standardised);
        double[] raw = data.outcome();
        OutcomeScale scale = spec.outcomeScale();
        this.scaling = new Scaling(scale, scale.unit(raw), spendUnit, standardised);
        this.outcome = scaling.outcome(raw);
        this.spend = new double[channels.size()][];
        for (int c = 0; c < spend.length; c++) {
            spend[c] = scaling.spend(channels.get(c), data.spend(c));
        }

        this.coefficientPriors = new Prior[columns.size() + spend.length];
        for (int k = 0; k < columns.size(); k++) {
            coefficientPriors[k] = columnPrior(priors, columns.get(k).parameter);
        }
        this.decayPriors = new Prior[spend.length];
        this.peakPriors = new Prior[spec.adstock().hasPeak() ? spend.length : 0];
        this.slopePriors = new Prior[spend.length];
        this.halfPriors = new Prior[spend.length];
        for (int c = 0; c < spend.length; c++) {
            String channel = channels.get(c);
            coefficientPriors[columns.size() + c] = spec.beta(channel);
            decayPriors[c] = priors.of("lambda", channel);
            slopePriors[c] = priors.of("a", channel);
            halfPriors[c] = priors.of("b", channel);
            if (peakPriors.length > 0) {
                peakPriors[c] = priors.of("theta", channel);
            }
        }
        this.sigmaPrior = priors.of("sigma");
        this.lifts = spec.liftTests().stream().map(this::window).toList();
        this.parameters = names();
    }

    private static List<Column> columns(
            MediaMixData data, MediaMixSpec spec, Map<String, Scaling.Standardised> standardised) {
        Map<String, double[]> raw = new LinkedHashMap<>();
        for (int k = 0; k < data.controls().size(); k++) {
            raw.put("control[" + data.controls().get(k) + "]", data.control(k));
        }
        int rows = data.rows();
        if (spec.trend()) {
            double[] trend = new double[rows];
            Arrays.setAll(trend, t -> t);
            raw.put(TREND, trend);
        }
        for (int harmonic = 1; harmonic <= spec.harmonics(); harmonic++) {
            double[] sine = new double[rows];
            double[] cosine = new double[rows];
            for (int t = 0; t < rows; t++) {
                Period period = data.periods().get(t);
                double year = period.order() / (period.dated() ? DAYS_PER_YEAR : spec.periodsPerYear());
                sine[t] = Math.sin(2 * Math.PI * harmonic * year);
                cosine[t] = Math.cos(2 * Math.PI * harmonic * year);
            }
            raw.put("season[sin" + harmonic + "]", sine);
            raw.put("season[cos" + harmonic + "]", cosine);
        }
        List<Column> columns = new ArrayList<>();
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        columns.add(new Column(INTERCEPT, ones));
        raw.forEach((name, values) -> {
            Scaling.Standardised how = Scaling.Standardised.of(values);
            if (!(how.sd() > 1e-9)) {
                throw new IllegalArgumentException(
                        name + " does not change over the periods; this data cannot carry that many seasonal terms");
            }
            standardised.put(name, how);
            columns.add(new Column(name, how.apply(values)));
        });
        return Collections.unmodifiableList(columns);
    }

    private static Prior columnPrior(MediaMixPriors priors, String parameter) {
        if (parameter.equals(INTERCEPT)) {
            return priors.of("intercept");
        }
        if (parameter.equals(TREND)) {
            return priors.of("trend");
        }
        int bracket = parameter.indexOf('[');
        String member = parameter.substring(bracket + 1, parameter.length() - 1);
        return priors.of(parameter.substring(0, bracket), member);
    }

    private LiftWindow window(LiftTest test) {
        int channel = data.channels().indexOf(test.channel());
        String name = "lift test of '" + test.channel() + "': ";
        if (channel < 0) {
            throw new IllegalArgumentException(
                    name + "there is no such channel among " + String.join(", ", data.channels()));
        }
        List<Integer> inside = new ArrayList<>();
        for (int t = 0; t < data.rows(); t++) {
            Period period = data.periods().get(t);
            if (period.dated() != test.from().dated()
                    || period.dated() != test.to().dated()) {
                throw new IllegalArgumentException(name + "the data's periods are "
                        + (period.dated() ? "dates" : "numbers") + ", unlike '"
                        + test.from().label() + "' to '"
                        + test.to().label() + "'");
            }
            if (period.order() >= test.from().order()
                    && period.order() <= test.to().order()) {
                inside.add(t);
            }
        }
        if (inside.isEmpty()) {
            throw new IllegalArgumentException(name + "no period of the data begins between "
                    + test.from().label() + " and " + test.to().label());
        }
        double[] changed = changed(test, spend[channel], inside, name);
        double error = test.standardError() / scaling.outcomeUnit();
        return new LiftWindow(
                channel,
                changed,
                inside.get(0),
                inside.get(inside.size() - 1),
                test.effect() / scaling.outcomeUnit(),
                1 / (error * error));
    }

    private double[] changed(LiftTest test, double[] scaled, List<Integer> inside, String name) {
        double change = test.spendChange() / scaling.spendUnit().get(test.channel());
        double spent = inside.stream().mapToDouble(t -> scaled[t]).sum();
        if (change < -spent * (1 + 1e-9)) {
            throw new IllegalArgumentException(
                    name + "the spend change is " + test.spendChange() + ", but these periods spend only "
                            + spent * scaling.spendUnit().get(test.channel()));
        }
        double[] changed = scaled.clone();
        for (int t : inside) {
            changed[t] = change > 0 ? scaled[t] + change / inside.size() : scaled[t] * Math.max(0, 1 + change / spent);
        }
        return changed;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of(INTERCEPT));
        List<String> kinds = spec.adstock().hasPeak()
                ? List.of("beta", "lambda", "theta", "a", "b")
                : List.of("beta", "lambda", "a", "b");
        for (String kind : kinds) {
            data.channels().forEach(channel -> names.add(kind + "[" + channel + "]"));
        }
        columns.subList(1, columns.size()).forEach(column -> names.add(column.parameter));
        names.add(SIGMA);
        return Collections.unmodifiableList(names);
    }

    public MediaMixData data() {
        return data;
    }

    public MediaMixSpec spec() {
        return spec;
    }

    public Scaling scaling() {
        return scaling;
    }

    /** The names of all parameters, integrated-out ones included, in the order of {@link #complete}. */
    public List<String> parameters() {
        return parameters;
    }

    /** How many of the coefficients, intercept included, are integrated out. */
    public int integratedOut() {
        return (int) Arrays.stream(coefficientPriors)
                .filter(prior -> prior instanceof Priors.Normal)
                .count();
    }

    /** A new log density of what is sampled, for one thread. */
    public MediaMixDensity density() {
        return new MediaMixDensity(this);
    }

    /**
     * From a sampled position to all parameters: constrains what was sampled and draws what was integrated out from its
     * distribution given the rest.
     *
     * @param position a draw of {@link #density}
     * @param random gives the normal draws
     * @return one value for each of {@link #parameters}
     */
    public double[] complete(MediaMixDensity workspace, double[] position, RandomGenerator random) {
        return workspace.complete(position, random);
    }

    /** Where a parameter stands among {@link #parameters}: that of a channel. */
    int index(String kind, int channel) {
        return parameters.indexOf(kind + "[" + data.channels().get(channel) + "]");
    }
}
