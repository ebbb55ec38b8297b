package io.leaven.causal.mmm;

/**
 * One channel's adstock and Hill saturation, h_t = s_t^a / (s_t^a + b^a), with the derivatives that its parameters need. h is
 * computed as 1/(1 + exp(-a (log s - log b))): no power overflows, and at s = 0 all are 0, as they are in the limit. Workspace,
 * not safe for use by several threads.
 */
final class ChannelResponse {

    final double[] value;
    final double[] byDecay;
    final double[] byPeak;
    final double[] bySlope;
    /** dh/dlog s, which is -dh/dlog b. */
    final double[] byLog;

    private final Adstock adstock;
    private final double[] carried;

    ChannelResponse(Adstock adstock, int periods) {
        this.adstock = adstock;
        this.value = new double[periods];
        this.byDecay = new double[periods];
        this.byPeak = adstock.hasPeak() ? new double[periods] : null;
        this.bySlope = new double[periods];
        this.byLog = new double[periods];
        this.carried = new double[periods];
    }

    /**
     * Fills in h and its derivatives.
     *
     * @param decay lambda
     * @param keep 1 - lambda
     * @param slope a
     * @param logHalf log b
     */
    void evaluate(double[] spend, double decay, double keep, double peak, double slope, double logHalf) {
        adstock.carry(spend, decay, keep, peak, carried, byDecay, byPeak);
        for (int t = 0; t < carried.length; t++) {
            double s = carried[t];
            if (s <= 0) {
                clear(t);
                continue;
            }
            double u = Math.log(s) - logHalf;
            double e = Math.exp(-Math.abs(slope * u));
            double inverse = 1 / (1 + e);
            double p = e * inverse * inverse;
            value[t] = u >= 0 ? inverse : e * inverse;
            bySlope[t] = p * u;
            double log = slope * p;
            byLog[t] = log;
            byDecay[t] = log * (byDecay[t] / s);
            if (byPeak != null) {
                byPeak[t] = log * (byPeak[t] / s);
            }
        }
    }

    private void clear(int t) {
        value[t] = 0;
        bySlope[t] = 0;
        byLog[t] = 0;
        byDecay[t] = 0;
        if (byPeak != null) {
            byPeak[t] = 0;
        }
    }
}
