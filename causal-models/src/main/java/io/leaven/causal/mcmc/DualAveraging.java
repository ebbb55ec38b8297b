package io.leaven.causal.mcmc;

/**
 * Finds the step size whose mean acceptance statistic a is the target delta: Nesterov's dual averaging as in Hoffman and Gelman
 * (2014), section 3.2, with Stan's constants gamma = .05, t0 = 10, kappa = .75. After t observations
 *
 * <pre>
 * s_t = (1 - 1/(t + t0)) s_{t-1} + (delta - a_t) / (t + t0)
 * log step_t = mu - s_t sqrt(t) / gamma                          (used while adapting)
 * x_t = (1 - t^-kappa) x_{t-1} + t^-kappa log step_t             (its average, used afterwards)
 * </pre>
 *
 * mu is log(10 step) of the step size at the start: the search prefers large steps, which are cheap to try. Not thread-safe.
 */
final class DualAveraging {

    private static final double GAMMA = .05;
    private static final double T0 = 10;
    private static final double KAPPA = .75;

    private final double target;
    private double mu;
    private double initialStepSize;
    private double count;
    private double error;
    private double logAverage;
    private double stepSize;

    DualAveraging(double target, double stepSize) {
        this.target = target;
        restart(stepSize);
    }

    /** Forgets all observations and starts again from a step size. */
    void restart(double from) {
        mu = Math.log(10 * from);
        initialStepSize = from;
        stepSize = from;
        count = 0;
        error = 0;
        logAverage = 0;
    }

    /** Takes the acceptance statistic that the last step size gave. */
    void observe(double acceptance) {
        count++;
        double weight = 1 / (count + T0);
        error = (1 - weight) * error + weight * (target - Math.min(1, acceptance));
        double log = mu - error * Math.sqrt(count) / GAMMA;
        double averageWeight = Math.pow(count, -KAPPA);
        logAverage = (1 - averageWeight) * logAverage + averageWeight * log;
        stepSize = Math.exp(log);
    }

    /** The step size to try next. */
    double stepSize() {
        return stepSize;
    }

    /** The step size to keep; the initial one if nothing was observed. */
    double adaptedStepSize() {
        return count == 0 ? initialStepSize : Math.exp(logAverage);
    }
}
