package io.leaven.causal.mmm;

import io.leaven.causal.mcmc.LogDensity;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The log posterior density of a media mix model on the unconstrained scale, coefficients with normal priors integrated out,
 * with its gradient.
 *
 * <p>With X the columns of those coefficients, m and D^-1 their prior means and precisions, r the outcome less the other columns:
 *
 * <pre>
 * A = X'X/sigma^2 + D^-1,   c = A^-1 (X'r/sigma^2 + D^-1 m),   e = r - X c
 * log p(r) = -T log sigma - (e'e/sigma^2 + (c - m)' D^-1 (c - m) + log det A + log det D + T log 2 pi) / 2
 * d log p(r) / dX = (e c' - X A^-1) / sigma^2
 * d log p(r) / d log sigma = -T + e'e/sigma^2 + P - tr(A^-1 D^-1)
 * </pre>
 *
 * A lift test is one more row, of a variance that is known. Not safe for use by several threads: it is its own workspace, and
 * evaluating allocates nothing but the weights of lagged adstock.
 */
public final class MediaMixDensity implements LogDensity {

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final MediaMixModel model;
    private final int periods;
    private final int channels;
    private final int fixed;
    private final int dimension;

    /** Where the parameters of each kind begin in a position. */
    private final int peaks;

    private final int slopes;
    private final int halves;
    private final int sampledStart;
    private final int sigmaAt;

    /** Coefficients by number: which are integrated out, which are sampled. */
    private final int[] integrated;

    private final int[] sampled;
    /** Row of a coefficient among the integrated ones, -1 for a sampled one. */
    private final int[] rowOf;

    private final double[] priorMean;
    private final double[] priorPrecision;
    private final double constant;

    /** The columns of all coefficients: fixed ones, then each channel's saturated adstock. */
    private final double[][] column;

    private final ChannelResponse[] response;
    private final ChannelResponse[] lifted;
    private final double[] lift;
    private final double[][] fixedGram;
    private final double[] coefficient;
    private final double[] target;
    private final double[] error;
    private final double[] weight;
    private final SmallCholesky cholesky;
    private final double[] right;

    MediaMixDensity(MediaMixModel model) {
        this.model = model;
        this.periods = model.outcome.length;
        this.channels = model.spend.length;
        this.fixed = model.columns.size();
        Prior[] priors = model.coefficientPriors;
        this.integrated = IntStream.range(0, priors.length)
                .filter(j -> priors[j] instanceof Priors.Normal)
                .toArray();
        this.sampled = IntStream.range(0, priors.length)
                .filter(j -> !(priors[j] instanceof Priors.Normal))
                .toArray();
        this.rowOf = new int[priors.length];
        Arrays.fill(rowOf, -1);
        this.priorMean = new double[integrated.length];
        this.priorPrecision = new double[integrated.length];
        double logDetPrior = 0;
        for (int row = 0; row < integrated.length; row++) {
            Priors.Normal normal = (Priors.Normal) priors[integrated[row]];
            rowOf[integrated[row]] = row;
            priorMean[row] = normal.mean();
            priorPrecision[row] = 1 / (normal.sd() * normal.sd());
            logDetPrior += 2 * Math.log(normal.sd());
        }
        this.peaks = channels;
        this.slopes = peaks + model.peakPriors.length;
        this.halves = slopes + channels;
        this.sampledStart = halves + channels;
        this.sigmaAt = sampledStart + sampled.length;
        this.dimension = sigmaAt + 1;

        this.column = new double[priors.length][];
        this.response = new ChannelResponse[channels];
        for (int k = 0; k < fixed; k++) {
            column[k] = model.columns.get(k).values();
        }
        for (int c = 0; c < channels; c++) {
            response[c] = new ChannelResponse(model.spec.adstock(), periods);
            column[fixed + c] = response[c].value;
        }
        this.lifted = new ChannelResponse[model.lifts.size()];
        Arrays.setAll(lifted, i -> new ChannelResponse(model.spec.adstock(), periods));
        this.lift = new double[lifted.length];
        this.fixedGram = new double[fixed][fixed];
        for (int j = 0; j < fixed; j++) {
            for (int k = 0; k <= j; k++) {
                fixedGram[j][k] = dot(column[j], column[k]);
            }
        }
        this.coefficient = new double[priors.length];
        this.target = new double[periods];
        this.error = new double[periods];
        this.weight = new double[periods];
        this.cholesky = new SmallCholesky(integrated.length);
        this.right = new double[integrated.length];
        this.constant = -.5 * (logDetPrior + (periods + lifted.length) * LOG_2PI)
                + .5
                        * model.lifts.stream()
                                .mapToDouble(l -> Math.log(l.precision()))
                                .sum()
                - normalisers();
    }

    private double normalisers() {
        double sum = model.sigmaPrior.logNormaliser();
        for (Prior[] priors :
                new Prior[][] {model.decayPriors, model.peakPriors, model.slopePriors, model.halfPriors}) {
            sum += Arrays.stream(priors).mapToDouble(Prior::logNormaliser).sum();
        }
        for (int j : sampled) {
            sum += model.coefficientPriors[j].logNormaliser();
        }
        return sum;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /** Where it cannot be computed, far out in the tails, it is negative infinity. */
    @Override
    public double evaluate(double[] position, double[] gradient) {
        double density = prior(position, gradient);
        double sigma = model.sigmaPrior.constrain(position[sigmaAt]);
        respond(position);
        if (!solve(position, sigma)) {
            return refuse(gradient);
        }
        density += constant + likelihood(sigma);
        likelihoodSlopes(position, sigma, gradient);
        if (!Double.isFinite(density)) {
            return refuse(gradient);
        }
        for (double slope : gradient) {
            if (!Double.isFinite(slope)) {
                return refuse(gradient);
            }
        }
        return density;
    }

    private static double refuse(double[] gradient) {
        Arrays.fill(gradient, 0);
        return Double.NEGATIVE_INFINITY;
    }

    private double prior(double[] position, double[] gradient) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += prior(model.decayPriors[c], c, position, gradient);
            sum += prior(model.slopePriors[c], slopes + c, position, gradient);
            sum += prior(model.halfPriors[c], halves + c, position, gradient);
        }
        for (int c = 0; c < model.peakPriors.length; c++) {
            sum += prior(model.peakPriors[c], peaks + c, position, gradient);
        }
        for (int i = 0; i < sampled.length; i++) {
            sum += prior(model.coefficientPriors[sampled[i]], sampledStart + i, position, gradient);
        }
        return sum + prior(model.sigmaPrior, sigmaAt, position, gradient);
    }

    private static double prior(Prior prior, int at, double[] position, double[] gradient) {
        gradient[at] = prior.slope(position[at]);
        return prior.logKernel(position[at]);
    }

    /** Fills in the channels' columns and what each lift test adds to them. */
    private void respond(double[] position) {
        for (int c = 0; c < channels; c++) {
            respond(response[c], c, model.spend[c], position);
        }
        for (int i = 0; i < lifted.length; i++) {
            MediaMixModel.LiftWindow window = model.lifts.get(i);
            respond(lifted[i], window.channel(), window.changed(), position);
            lift[i] = change(lifted[i].value, response[window.channel()].value, window);
        }
    }

    private void respond(ChannelResponse into, int c, double[] spend, double[] position) {
        double z = position[c];
        double peak = model.peakPriors.length == 0 ? 0 : model.peakPriors[c].constrain(position[peaks + c]);
        into.evaluate(
                spend,
                Support.sigmoid(z),
                Support.sigmoid(-z),
                peak,
                model.slopePriors[c].constrain(position[slopes + c]),
                model.halfPriors[c].support().logOf(position[halves + c]));
    }

    private static double change(double[] with, double[] without, MediaMixModel.LiftWindow window) {
        double sum = 0;
        for (int t = window.from(); t <= window.to(); t++) {
            sum += with[t] - without[t];
        }
        return sum;
    }

    /** Solves for the integrated coefficients' mean and covariance given the rest; false if that is numerically impossible. */
    private boolean solve(double[] position, double sigma) {
        System.arraycopy(model.outcome, 0, target, 0, periods);
        for (int i = 0; i < sampled.length; i++) {
            int j = sampled[i];
            coefficient[j] = model.coefficientPriors[j].constrain(position[sampledStart + i]);
            addTo(target, -coefficient[j], column[j]);
        }
        double precision = 1 / (sigma * sigma);
        double[][] a = cholesky.matrix();
        for (int row = 0; row < integrated.length; row++) {
            int j = integrated[row];
            for (int before = 0; before <= row; before++) {
                int k = integrated[before];
                double product = j < fixed ? fixedGram[j][k] : dot(column[j], column[k]);
                a[row][before] = product * precision;
            }
            a[row][row] += priorPrecision[row];
            right[row] = dot(column[j], target) * precision + priorPrecision[row] * priorMean[row];
        }
        for (int i = 0; i < lifted.length; i++) {
            MediaMixModel.LiftWindow window = model.lifts.get(i);
            int row = rowOf[fixed + window.channel()];
            if (row >= 0) {
                a[row][row] += lift[i] * lift[i] * window.precision();
                right[row] += lift[i] * window.effect() * window.precision();
            }
        }
        if (!cholesky.factor()) {
            return false;
        }
        cholesky.solve(right);
        System.arraycopy(target, 0, error, 0, periods);
        for (int row = 0; row < integrated.length; row++) {
            coefficient[integrated[row]] = right[row];
            addTo(error, -right[row], column[integrated[row]]);
        }
        return true;
    }

    /** But for the constant. */
    private double likelihood(double sigma) {
        double squares = dot(error, error) / (sigma * sigma);
        for (int row = 0; row < integrated.length; row++) {
            double away = right[row] - priorMean[row];
            squares += away * away * priorPrecision[row];
        }
        for (int i = 0; i < lifted.length; i++) {
            double away = liftError(i);
            squares += away * away * model.lifts.get(i).precision();
        }
        return -periods * Math.log(sigma) - .5 * (squares + cholesky.logDeterminant());
    }

    private double liftError(int i) {
        MediaMixModel.LiftWindow window = model.lifts.get(i);
        return window.effect() - coefficient[fixed + window.channel()] * lift[i];
    }

    private void likelihoodSlopes(double[] position, double sigma, double[] gradient) {
        double precision = 1 / (sigma * sigma);
        double[][] covariance = cholesky.inverse();
        for (int c = 0; c < channels; c++) {
            int j = fixed + c;
            int row = rowOf[j];
            for (int t = 0; t < periods; t++) {
                weight[t] = coefficient[j] * error[t];
            }
            if (row >= 0) {
                for (int other = 0; other < integrated.length; other++) {
                    addTo(weight, -covariance[row][other], column[integrated[other]]);
                }
            }
            addSlopes(response[c], weight, precision, c, 0, periods - 1, position, gradient);
        }
        for (int i = 0; i < lifted.length; i++) {
            MediaMixModel.LiftWindow window = model.lifts.get(i);
            int c = window.channel();
            int row = rowOf[fixed + c];
            double slope = window.precision()
                    * (liftError(i) * coefficient[fixed + c] - (row < 0 ? 0 : lift[i] * covariance[row][row]));
            addSlopes(lifted[i], null, slope, c, window.from(), window.to(), position, gradient);
            addSlopes(response[c], null, -slope, c, window.from(), window.to(), position, gradient);
        }
        for (int i = 0; i < sampled.length; i++) {
            int j = sampled[i];
            double slope = dot(error, column[j]) * precision;
            for (int l = 0; l < lifted.length; l++) {
                if (fixed + model.lifts.get(l).channel() == j) {
                    slope += liftError(l) * lift[l] * model.lifts.get(l).precision();
                }
            }
            gradient[sampledStart + i] += slope * model.coefficientPriors[j].constrainSlope(position[sampledStart + i]);
        }
        double trace = integrated.length - liftTrace(covariance);
        for (int row = 0; row < integrated.length; row++) {
            trace -= covariance[row][row] * priorPrecision[row];
        }
        double byLogSigma = -periods + dot(error, error) * precision + trace;
        gradient[sigmaAt] += byLogSigma * model.sigmaPrior.support().logSlope(position[sigmaAt]);
    }

    /** The part of tr(A^-1 A) that the lift tests, whose variance is not sigma^2, make up. */
    private double liftTrace(double[][] covariance) {
        double sum = 0;
        for (int i = 0; i < lifted.length; i++) {
            MediaMixModel.LiftWindow window = model.lifts.get(i);
            int row = rowOf[fixed + window.channel()];
            if (row >= 0) {
                sum += covariance[row][row] * lift[i] * lift[i] * window.precision();
            }
        }
        return sum;
    }

    /** Adds factor sum_t w_t dh_t to the slopes of one channel's parameters; without weights all w are 1. */
    private void addSlopes(
            ChannelResponse h,
            double[] weights,
            double factor,
            int c,
            int from,
            int to,
            double[] position,
            double[] gradient) {
        double byDecay = 0;
        double bySlope = 0;
        double byLog = 0;
        double byPeak = 0;
        for (int t = from; t <= to; t++) {
            double w = weights == null ? 1 : weights[t];
            byDecay += w * h.byDecay[t];
            bySlope += w * h.bySlope[t];
            byLog += w * h.byLog[t];
        }
        if (h.byPeak != null) {
            for (int t = from; t <= to; t++) {
                byPeak += (weights == null ? 1 : weights[t]) * h.byPeak[t];
            }
            gradient[peaks + c] += factor * byPeak * model.peakPriors[c].constrainSlope(position[peaks + c]);
        }
        gradient[c] += factor * byDecay * model.decayPriors[c].constrainSlope(position[c]);
        gradient[slopes + c] += factor * bySlope * model.slopePriors[c].constrainSlope(position[slopes + c]);
        gradient[halves + c] -= factor * byLog * model.halfPriors[c].support().logSlope(position[halves + c]);
    }

    /** See {@link MediaMixModel#complete}. */
    double[] complete(double[] position, RandomGenerator random) {
        double sigma = model.sigmaPrior.constrain(position[sigmaAt]);
        respond(position);
        if (!solve(position, sigma)) {
            throw new IllegalArgumentException("there is no distribution of coefficients at that position");
        }
        double[] away = new double[integrated.length];
        Arrays.setAll(away, row -> random.nextGaussian());
        cholesky.backSolve(away);
        for (int row = 0; row < integrated.length; row++) {
            coefficient[integrated[row]] = right[row] + away[row];
        }
        double[] all = new double[model.parameters().size()];
        int at = 0;
        all[at++] = coefficient[0];
        for (int c = 0; c < channels; c++) {
            all[at++] = coefficient[fixed + c];
        }
        for (int c = 0; c < channels; c++) {
            all[at++] = model.decayPriors[c].constrain(position[c]);
        }
        for (int c = 0; c < model.peakPriors.length; c++) {
            all[at++] = model.peakPriors[c].constrain(position[peaks + c]);
        }
        for (int c = 0; c < channels; c++) {
            all[at++] = model.slopePriors[c].constrain(position[slopes + c]);
        }
        for (int c = 0; c < channels; c++) {
            all[at++] = model.halfPriors[c].constrain(position[halves + c]);
        }
        for (int k = 1; k < fixed; k++) {
            all[at++] = coefficient[k];
        }
        all[at] = sigma;
        return all;
    }

    private static void addTo(double[] sum, double factor, double[] values) {
        for (int t = 0; t < sum.length; t++) {
            sum[t] += factor * values[t];
        }
    }

    /** Four sums side by side: one would wait for each addition. */
    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int t = 0;
        for (; t < a.length - 3; t += 4) {
            s0 += a[t] * b[t];
            s1 += a[t + 1] * b[t + 1];
            s2 += a[t + 2] * b[t + 2];
            s3 += a[t + 3] * b[t + 3];
        }
        for (; t < a.length; t++) {
            s0 += a[t] * b[t];
        }
        return s0 + s1 + (s2 + s3);
    }
}
