package io.leaven.causal.mmm;

/**
 * How the effect of spend is carried over to later periods: s_t from x_0..x_t with a decay lambda between 0 and 1. Spend before
 * the first period counts as 0. Immutable.
 */
public interface Adstock {

    /** s_t = (1 - lambda) x_t + lambda s_{t-1}: spend that goes on at x comes to x. */
    static Adstock geometric() {
        return new GeometricAdstock(true);
    }

    /** s_t = x_t + lambda s_{t-1}. */
    static Adstock geometricUnnormalised() {
        return new GeometricAdstock(false);
    }

    /** Geometric over lags 0..{@code lags} only, with weights that sum to 1. */
    static Adstock windowed(int lags) {
        return new LaggedAdstock(lags, false);
    }

    /** Over lags 0..{@code lags}, strongest at a lag of its own, with weights that sum to 1. */
    static Adstock delayed(int lags) {
        return new LaggedAdstock(lags, true);
    }

    /** The text form, such as {@code geometric}. */
    String name();

    /** Whether there is a second parameter, the lag of the strongest effect. */
    default boolean hasPeak() {
        return false;
    }

    /**
     * Fills in s and its derivatives.
     *
     * @param spend x, scaled, 0 or more
     * @param decay lambda
     * @param keep 1 - lambda, given apart because it keeps its digits where lambda is near 1
     * @param peak lag of the strongest effect, ignored where there is none
     * @param carried receives s
     * @param byDecay receives ds/dlambda
     * @param byPeak receives ds/dpeak where there is a peak; may be null where there is none
     */
    void carry(
            double[] spend,
            double decay,
            double keep,
            double peak,
            double[] carried,
            double[] byDecay,
            double[] byPeak);
}
