package io.leaven.causal.mcmc;

/**
 * Estimates a metric from the draws of a window by Welford's one-pass moments. Stan's regularisation: with n draws the estimate
 * is n/(n+5) of the sample (co)variance plus 5/(n+5) of 1e-3 on the diagonal, so that a short window trusts itself less.
 */
interface MetricLearner {

    double PRIOR_DRAWS = 5;
    double PRIOR_VARIANCE = 1e-3;

    void add(double[] position);

    /** The metric of the draws since the last call. */
    MassMatrix learn();

    /** For DIAGONAL and DENSE. */
    static MetricLearner of(Metric metric, int dimension) {
        return metric == Metric.DENSE ? new CovarianceLearner(dimension) : new VarianceLearner(dimension);
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
