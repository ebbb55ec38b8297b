package io.leaven.causal.mmm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.distribution.continuous.GammaDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.special.Gamma;

/** The families of priors and their text form, such as {@code beta(2,2)}. */
public final class Priors {

    private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z]+)\\s*\\(([^()]*)\\)\\s*");
    private static final double LOG_SQRT_2PI = .5 * Math.log(2 * Math.PI);
    private static final NormalDistribution STANDARD = new NormalDistribution();

    /** What {@link #parse} understands. */
    public static final List<String> FORMS = List.of(
            "normal(mean,sd)",
            "halfnormal(sd)",
            "truncatednormal(mean,sd)",
            "lognormal(meanlog,sdlog)",
            "gamma(shape,rate)",
            "exponential(rate)",
            "beta(alpha,beta)",
            "uniform(0,1)");

    private Priors() {}

    /**
     * Reads a prior from text.
     *
     * @throws IllegalArgumentException if it names no known family or its numbers are out of range
     */
    public static Prior parse(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw unknown(text);
        }
        double[] n = numbers(text, call.group(2));
        String family = call.group(1).toLowerCase(Locale.ROOT) + n.length;
        return switch (family) {
            case "normal2" -> new Normal(n[0], n[1]);
            case "halfnormal1" -> new TruncatedNormal(0, n[0]);
            case "truncatednormal2" -> new TruncatedNormal(n[0], n[1]);
            case "lognormal2" -> new LogNormal(n[0], n[1]);
            case "gamma2" -> new GammaPrior(n[0], n[1]);
            case "exponential1" -> new GammaPrior(1, n[0]);
            case "beta2" -> new Beta(n[0], n[1]);
            case "uniform2" -> uniform(text, n);
            default -> throw unknown(text);
        };
    }

    private static Prior uniform(String text, double[] bounds) {
        if (bounds[0] != 0 || bounds[1] != 1) {
            throw new IllegalArgumentException("'" + text + "': the only uniform prior is uniform(0,1)");
        }
        return new Beta(1, 1);
    }

    private static double[] numbers(String text, String list) {
        try {
            return Arrays.stream(list.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the prior '" + text + "' holds something that is no number", e);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("'" + text + "' is no prior; known are " + String.join(", ", FORMS));
    }

    private static void check(boolean good, Prior prior) {
        if (!good) {
            throw new IllegalArgumentException("the prior " + prior + " has a number that is out of range");
        }
    }

    private static String call(String family, double... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(n -> n == Math.rint(n) && Math.abs(n) < 1e15 ? Long.toString((long) n) : Double.toString(n))
                .collect(Collectors.joining(",", family + "(", ")"));
    }

    /** Normal(mean, sd) on every number. */
    public record Normal(double mean, double sd) implements Prior {

        public Normal {
            check(Double.isFinite(mean) && sd > 0 && Double.isFinite(sd), this);
        }

        @Override
        public Support support() {
            return Support.REAL;
        }

        @Override
        public double logKernel(double z) {
            double u = (z - mean) / sd;
            return -.5 * u * u;
        }

        @Override
        public double logNormaliser() {
            return Math.log(sd) + LOG_SQRT_2PI;
        }

        @Override
        public double slope(double z) {
            return (mean - z) / (sd * sd);
        }

        @Override
        public double quantile(double p) {
            return mean + sd * STANDARD.inverseCumulativeProbability(p);
        }

        @Override
        public String toString() {
            return call("normal", mean, sd);
        }
    }

    /** Normal(mean, sd) above 0; with mean 0 the half-normal. */
    public record TruncatedNormal(double mean, double sd) implements Prior {

        public TruncatedNormal {
            check(Double.isFinite(mean) && sd > 0 && Double.isFinite(sd) && mean > -30 * sd, this);
        }

        @Override
        public Support support() {
            return Support.POSITIVE;
        }

        @Override
        public double logKernel(double z) {
            double u = (Math.exp(z) - mean) / sd;
            return z - .5 * u * u;
        }

        @Override
        public double logNormaliser() {
            return Math.log(sd) + LOG_SQRT_2PI + Math.log(STANDARD.cumulativeProbability(mean / sd));
        }

        @Override
        public double slope(double z) {
            double x = Math.exp(z);
            return 1 - x * (x - mean) / (sd * sd);
        }

        @Override
        public double quantile(double p) {
            double below = STANDARD.cumulativeProbability(-mean / sd);
            return mean + sd * STANDARD.inverseCumulativeProbability(below + p * (1 - below));
        }

        @Override
        public String toString() {
            return mean == 0 ? call("halfnormal", sd) : call("truncatednormal", mean, sd);
        }
    }

    /** log x ~ Normal(mean, sd). */
    public record LogNormal(double mean, double sd) implements Prior {

        public LogNormal {
            check(Double.isFinite(mean) && sd > 0 && Double.isFinite(sd), this);
        }

        @Override
        public Support support() {
            return Support.POSITIVE;
        }

        @Override
        public double logKernel(double z) {
            double u = (z - mean) / sd;
            return -.5 * u * u;
        }

        @Override
        public double logNormaliser() {
            return Math.log(sd) + LOG_SQRT_2PI;
        }

        @Override
        public double slope(double z) {
            return (mean - z) / (sd * sd);
        }

        @Override
        public double quantile(double p) {
            return Math.exp(mean + sd * STANDARD.inverseCumulativeProbability(p));
        }

        @Override
        public String toString() {
            return call("lognormal", mean, sd);
        }
    }

    /** Gamma(shape, rate): mean shape / rate. */
    public record GammaPrior(double shape, double rate) implements Prior {

        public GammaPrior {
            check(shape > 0 && Double.isFinite(shape) && rate > 0 && Double.isFinite(rate), this);
        }

        @Override
        public Support support() {
            return Support.POSITIVE;
        }

        @Override
        public double logKernel(double z) {
            return shape * z - rate * Math.exp(z);
        }

        @Override
        public double logNormaliser() {
            return Gamma.logGamma(shape) - shape * Math.log(rate);
        }

        @Override
        public double slope(double z) {
            return shape - rate * Math.exp(z);
        }

        @Override
        public double quantile(double p) {
            return new GammaDistribution(shape, 1 / rate).inverseCumulativeProbability(p);
        }

        @Override
        public String toString() {
            return call("gamma", shape, rate);
        }
    }

    /** Beta(alpha, beta); with 1 and 1 the uniform. */
    public record Beta(double alpha, double beta) implements Prior {

        public Beta {
            check(alpha > 0 && Double.isFinite(alpha) && beta > 0 && Double.isFinite(beta), this);
        }

        @Override
        public Support support() {
            return Support.UNIT;
        }

        @Override
        public double logKernel(double z) {
            return alpha * Support.logSigmoid(z) + beta * Support.logSigmoid(-z);
        }

        @Override
        public double logNormaliser() {
            return Gamma.logGamma(alpha) + Gamma.logGamma(beta) - Gamma.logGamma(alpha + beta);
        }

        @Override
        public double slope(double z) {
            return alpha * Support.sigmoid(-z) - beta * Support.sigmoid(z);
        }

        @Override
        public double quantile(double p) {
            return new BetaDistribution(alpha, beta).inverseCumulativeProbability(p);
        }

        @Override
        public String toString() {
            return call("beta", alpha, beta);
        }
    }
}
