package io.leaven.generator.world;

import java.time.LocalDate;
import java.util.List;

/**
 * The bakery's advertising: how much it spends and what that brings, week by week. Spend is scaled to at most 1 per
 * channel, revenue is in tens of mean revenue.
 *
 * @param firstWeek when the first week starts
 * @param intercept revenue without spend
 * @param noise standard deviation of revenue
 * @param seasonAmplitude of the spend, over a year of {@code weeksPerYear}
 * @param spendShape shape of the Gamma distribution of a week's spend
 * @param spendScale its scale
 * @param activeShare share of weeks in which a channel spends at all
 * @param lags weeks that a spend goes on to work
 */
public record MediaProfile(
        LocalDate firstWeek,
        double intercept,
        double noise,
        double seasonAmplitude,
        double weeksPerYear,
        double spendShape,
        double spendScale,
        double activeShare,
        int lags,
        List<Channel> channels) {

    /**
     * One channel.
     *
     * @param beta revenue at saturation
     * @param carryOver lambda: what is left of the effect a week later
     * @param slope of the saturation curve
     * @param half adstock at half saturation
     */
    public record Channel(String name, double beta, double carryOver, double slope, double half) {}

    public MediaProfile {
        channels = List.copyOf(channels);
    }

    /** The numbers of the specification. */
    public static MediaProfile standard() {
        return new MediaProfile(
                LocalDate.of(2023, 1, 2),
                4,
                .40,
                .4,
                52,
                1.5,
                1,
                .75,
                12,
                List.of(
                        new Channel("push", 6, .30, 1.5, .35),
                        new Channel("text", 4.5, .50, 1.2, .50),
                        new Channel("email", 3, .70, 2.0, .60)));
    }
}
