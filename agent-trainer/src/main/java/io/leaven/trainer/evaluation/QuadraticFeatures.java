package io.leaven.trainer.evaluation;

/**
 * Of the standardised numbers z of a state, shared by all actions: 1, all z_i and all products z_i z_j; own to each action: 1
 * and all z_i. With a state of 12 and 10 actions that is 91 + 9 x 13 = 208 numbers. A number that never varies counts 0.
 * Immutable.
 */
public final class QuadraticFeatures implements StateFeatures {

    private final double[] mean;
    private final double[] scale;

    /** Standardises by the mean and standard deviation over the states of a log. */
    public QuadraticFeatures(LoggedCustomers log) {
        int width = log.width();
        this.mean = new double[width];
        this.scale = new double[width];
        float[] states = log.states();
        for (int i = 0; i < states.length; i++) {
            mean[i % width] += states[i] / (double) log.rows();
        }
        for (int i = 0; i < states.length; i++) {
            double off = states[i] - mean[i % width];
            scale[i % width] += off * off / log.rows();
        }
        for (int i = 0; i < width; i++) {
            scale[i] = scale[i] > 1e-12 ? 1 / Math.sqrt(scale[i]) : 0;
        }
    }

    @Override
    public int shared() {
        return own() + mean.length * (mean.length + 1) / 2;
    }

    @Override
    public int own() {
        return 1 + mean.length;
    }

    @Override
    public void shared(float[] states, int from, double[] into) {
        own(states, from, into);
        int at = own();
        for (int i = 1; i <= mean.length; i++) {
            for (int j = 1; j <= i; j++) {
                into[at++] = into[i] * into[j];
            }
        }
    }

    @Override
    public void own(float[] states, int from, double[] into) {
        into[0] = 1;
        for (int i = 0; i < mean.length; i++) {
            into[1 + i] = (states[from + i] - mean[i]) * scale[i];
        }
    }
}
