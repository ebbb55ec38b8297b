package io.leaven.causal.mmm;

/** Hill's saturation h(s) = s^a / (s^a + b^a): 0 at 0, one half at b, towards 1 beyond; S-shaped for a > 1. */
public final class HillSaturation {

    private HillSaturation() {}

    /**
     * h(s).
     *
     * @param s adstocked spend, 0 or more
     * @param slope a, above 0
     * @param half b, the s of one half, above 0
     */
    public static double of(double s, double slope, double half) {
        return s <= 0 ? 0 : Support.sigmoid(slope * (Math.log(s) - Math.log(half)));
    }
}
