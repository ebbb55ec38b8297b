package io.leaven.causal.mcmc;

import java.util.List;

/**
 * How to sample. {@link #defaults()} are Stan's; the {@code with} methods change one value each.
 *
 * @param chains independent chains, 4 by default: fewer make R-hat blind
 * @param warmup iterations a chain that adapt step size and metric and are thrown away, 1000 by default; below 20 only the step
 *     size is adapted
 * @param draws iterations a chain that are kept, 1000 by default
 * @param seed of all random numbers. Chain k draws from the k-th stream of the seed, so more chains leave the first ones as they were
 * @param targetAcceptance mean acceptance statistic that the step size aims at, inside (0,1), .8 by default; closer to 1 means
 *     smaller steps and fewer divergences
 * @param maxTreeDepth a trajectory has at most 2^maxTreeDepth - 1 leapfrog steps, 10 by default
 * @param metric what warm-up learns of the mass matrix, DIAGONAL by default
 * @param initRadius chains start uniformly in [-initRadius, initRadius]^n, 2 by default
 * @param inits starting points instead, one a chain; empty by default
 * @param threads most chains to run at once; 0, the default, means as many as there are processors
 */
public record SamplerSettings(
        int chains,
        int warmup,
        int draws,
        long seed,
        double targetAcceptance,
        int maxTreeDepth,
        Metric metric,
        double initRadius,
        List<double[]> inits,
        int threads) {

    private static final int DEEPEST = 24;

    /** Checks every value. */
    public SamplerSettings {
        check(chains >= 1, "chains", chains, "at least 1");
        check(warmup >= 0, "warmup", warmup, "at least 0");
        check(draws >= 1, "draws", draws, "at least 1");
        check(targetAcceptance > 0 && targetAcceptance < 1, "targetAcceptance", targetAcceptance, "between 0 and 1");
        check(maxTreeDepth >= 1 && maxTreeDepth <= DEEPEST, "maxTreeDepth", maxTreeDepth, "from 1 to " + DEEPEST);
        check(metric != null, "metric", metric, "given");
        check(initRadius >= 0 && Double.isFinite(initRadius), "initRadius", initRadius, "at least 0 and finite");
        check(threads >= 0, "threads", threads, "at least 0");
        check(inits.isEmpty() || inits.size() == chains, "inits", inits.size() + " points", "one a chain, " + chains);
        inits = inits.stream().map(double[]::clone).toList();
    }

    /** Four chains of 1000 + 1000 iterations, as in Stan, with seed 1. */
    public static SamplerSettings defaults() {
        return new SamplerSettings(4, 1000, 1000, 1, .8, 10, Metric.DIAGONAL, 2, List.of(), 0);
    }

    public SamplerSettings withChains(int value) {
        return new SamplerSettings(
                value, warmup, draws, seed, targetAcceptance, maxTreeDepth, metric, initRadius, inits, threads);
    }

    public SamplerSettings withWarmup(int value) {
        return new SamplerSettings(
                chains, value, draws, seed, targetAcceptance, maxTreeDepth, metric, initRadius, inits, threads);
    }

    public SamplerSettings withDraws(int value) {
        return new SamplerSettings(
                chains, warmup, value, seed, targetAcceptance, maxTreeDepth, metric, initRadius, inits, threads);
    }

    public SamplerSettings withSeed(long value) {
        return new SamplerSettings(
                chains, warmup, draws, value, targetAcceptance, maxTreeDepth, metric, initRadius, inits, threads);
    }

    public SamplerSettings withTargetAcceptance(double value) {
        return new SamplerSettings(
                chains, warmup, draws, seed, value, maxTreeDepth, metric, initRadius, inits, threads);
    }

    public SamplerSettings withMaxTreeDepth(int value) {
        return new SamplerSettings(
                chains, warmup, draws, seed, targetAcceptance, value, metric, initRadius, inits, threads);
    }

    public SamplerSettings withMetric(Metric value) {
        return new SamplerSettings(
                chains, warmup, draws, seed, targetAcceptance, maxTreeDepth, value, initRadius, inits, threads);
    }

    public SamplerSettings withInitRadius(double value) {
        return new SamplerSettings(
                chains, warmup, draws, seed, targetAcceptance, maxTreeDepth, metric, value, inits, threads);
    }

    public SamplerSettings withInits(List<double[]> value) {
        return new SamplerSettings(
                chains, warmup, draws, seed, targetAcceptance, maxTreeDepth, metric, initRadius, value, threads);
    }

    public SamplerSettings withThreads(int value) {
        return new SamplerSettings(
                chains, warmup, draws, seed, targetAcceptance, maxTreeDepth, metric, initRadius, inits, value);
    }

    private static void check(boolean right, String name, Object value, String rule) {
        if (!right) {
            throw new IllegalArgumentException(name + " must be " + rule + ", not " + value);
        }
    }
}
