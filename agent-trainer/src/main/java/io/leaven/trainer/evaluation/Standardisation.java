package io.leaven.trainer.evaluation;

/** Takes each number of a state to mean 0 and standard deviation 1 over the states of a log; one that never varies to 0. Immutable. */
final class Standardisation {

    private static final double CONSTANT = 1e-12;

    private final double[] mean;
    private final double[] factor;

    Standardisation(LoggedCustomers log) {
        int width = log.width();
        this.mean = new double[width];
        this.factor = new double[width];
        float[] states = log.states();
        for (int i = 0; i < states.length; i++) {
            mean[i % width] += states[i] / (double) log.rows();
        }
        for (int i = 0; i < states.length; i++) {
            double off = states[i] - mean[i % width];
            factor[i % width] += off * off / log.rows();
        }
        for (int i = 0; i < width; i++) {
            factor[i] = factor[i] > CONSTANT ? 1 / Math.sqrt(factor[i]) : 0;
        }
    }

    int width() {
        return mean.length;
    }

    /** Number i of a state, standardised. */
    double of(float number, int i) {
        return (number - mean[i]) * factor[i];
    }
}
