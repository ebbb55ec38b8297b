package io.leaven.causal.mcmc;

/**
 * Estimates a metric from the draws of a window by Welford's one-pass moments. Regularised as in Stan: with n draws the
 * estimate is n/(n+5) of the sample (co)variance plus 5/(n+5) of 1e-3 on the diagonal, so that a short window trusts itself less.
 * In a long window the 1e-3 is a share of the variance where that is below 1: Stan's fixed number drowns parameters on a scale of
 * 1e-3, and the step size has to pay for it (50 correlated ones from 1e-3 to 1e3 took three times the leapfrog steps).
 */
interface MetricLearner {

    double PRIOR_DRAWS = 5;
    double PRIOR_VARIANCE = 1e-3;
    int LONG_WINDOW = 100;

    void add(double[] position);

    /** The metric of the draws since the last call. */
    MassMatrix learn();

    /** For DIAGONAL and DENSE. */
    static MetricLearner of(Metric metric, int dimension) {
        return metric == Metric.DENSE ? new CovarianceLearner(dimension) : new VarianceLearner(dimension);
    }

    /** A sample variance of n draws, regularised. */
    static double regularised(double variance, int draws) {
        boolean relative = draws >= LONG_WINDOW && variance > 0 && variance < 1;
        double prior = relative ? PRIOR_VARIANCE * variance : PRIOR_VARIANCE;
        return checked(trust(draws) * variance + (1 - trust(draws)) * prior);
    }

    /** The weight of a sample (co)variance of n draws. */
    static double trust(int draws) {
        return draws / (draws + PRIOR_DRAWS);
    }

    /** Guards against what a runaway chain leaves behind. */
    static double checked(double variance) {
        if (!Double.isFinite(variance)) {
            throw new SamplingException("the metric overflows: the chain went to extreme values,"
                    + " the density may be too wide or improper");
        }
        return variance;
    }
}
