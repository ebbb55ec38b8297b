package io.leaven.trainer.evaluation;

/**
 * Of the standardised numbers z of a state: 1, all z_i and all products z_i z_j; 91 numbers for a state of 12. Immutable. Needs
 * some thousand customers: with fewer, the rounds of {@link LinearBellman} may explode.
 */
public final class QuadraticFeatures implements StateFeatures {

    private final Standardisation standard;

    /** Standardises by the mean and standard deviation over the states of a log. */
    public QuadraticFeatures(LoggedCustomers log) {
        this.standard = new Standardisation(log);
    }

    @Override
    public int size() {
        int width = standard.width();
        return 1 + width + width * (width + 1) / 2;
    }

    @Override
    public void write(float[] states, int from, double[] into) {
        int width = standard.width();
        into[0] = 1;
        for (int i = 0; i < width; i++) {
            into[1 + i] = standard.of(states[from + i], i);
        }
        int at = 1 + width;
        for (int i = 1; i <= width; i++) {
            for (int j = 1; j <= i; j++) {
                into[at++] = into[i] * into[j];
            }
        }
    }
}
