package io.leaven.generator.world;

import io.leaven.generator.world.MediaProfile.Channel;

/**
 * What advertising truly brings.
 *
 * <pre>
 * s_t = sum over lags l of lambda^l x_(t-l) / sum over lags of lambda^l    (geometric adstock, x = 0 before the first week)
 * h   = s^a / (s^a + b^a)                                                  (Hill saturation)
 * E[revenue] = intercept + sum over channels of beta h
 * </pre>
 *
 * Immutable.
 */
public final class MediaResponse {

    private final MediaProfile profile;

    public MediaResponse(MediaProfile profile) {
        this.profile = profile;
    }

    /**
     * Expected revenue of each week.
     *
     * @param spend by channel in the profile's order, then by week
     */
    public double[] expectedRevenue(double[][] spend) {
        int weeks = spend[0].length;
        double[] revenue = new double[weeks];
        for (int week = 0; week < weeks; week++) {
            revenue[week] = profile.intercept();
            for (int c = 0; c < spend.length; c++) {
                Channel channel = profile.channels().get(c);
                revenue[week] += channel.beta() * saturation(channel, adstock(channel, spend[c], week));
            }
        }
        return revenue;
    }

    private double adstock(Channel channel, double[] spend, int week) {
        double sum = 0;
        double norm = 0;
        double left = 1;
        for (int lag = 0; lag <= profile.lags(); lag++) {
            norm += left;
            if (lag <= week) {
                sum += left * spend[week - lag];
            }
            left *= channel.carryOver();
        }
        return sum / norm;
    }

    private static double saturation(Channel channel, double adstock) {
        double power = Math.pow(adstock, channel.slope());
        return power / (power + Math.pow(channel.half(), channel.slope()));
    }
}
