package io.leaven.trainer.evaluation;

/**
 * Of the standardised numbers z of a state: 1, all z_i and all products z_i z_j; 91 numbers for a state of 12. A number that
 * never varies counts 0. Immutable.
 */
public final class QuadraticFeatures implements StateFeatures {

    private static final double CONSTANT = 1e-12;

    private final double[] mean;
    private final double[] factor;

    /** Standardises by the mean and standard deviation over the states of a log. */
    public QuadraticFeatures(LoggedCustomers log) {
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

    @Override
    public int size() {
        return 1 + mean.length + mean.length * (mean.length + 1) / 2;
    }

    @Override
    public void write(float[] states, int from, double[] into) {
        into[0] = 1;
        for (int i = 0; i < mean.length; i++) {
            into[1 + i] = (states[from + i] - mean[i]) * factor[i];
        }
        int at = 1 + mean.length;
        for (int i = 1; i <= mean.length; i++) {
            for (int j = 1; j <= i; j++) {
                into[at++] = into[i] * into[j];
            }
        }
    }
}
