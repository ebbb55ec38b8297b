package io.leaven.causal.mmm;

/**
 * The recursion s_t = x_t + lambda s_{t-1} of Broadbent (1979), times 1 - lambda if normalised, so that spend that goes on
 * for ever at x comes to s = x.
 */
record GeometricAdstock(boolean normalised) implements Adstock {

    @Override
    public String name() {
        return normalised ? "geometric" : "geometric-unnormalised";
    }

    @Override
    public void carry(
            double[] spend,
            double decay,
            double keep,
            double peak,
            double[] carried,
            double[] byDecay,
            double[] byPeak) {
        double share = normalised ? keep : 1;
        double s = 0;
        double d = 0;
        for (int t = 0; t < spend.length; t++) {
            d = s + decay * d - (normalised ? spend[t] : 0);
            s = share * spend[t] + decay * s;
            carried[t] = s;
            byDecay[t] = d;
        }
    }
}
