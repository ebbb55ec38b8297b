package io.leaven.generator.world;

import io.leaven.generator.world.WorldProfile.Channel;
import io.leaven.generator.world.WorldProfile.ChannelRange;
import io.leaven.generator.world.WorldProfile.Exposure;
import io.leaven.generator.world.WorldProfile.Leaning;
import io.leaven.generator.world.WorldProfile.Persuasion;
import io.leaven.generator.world.WorldProfile.Population;
import io.leaven.generator.world.WorldProfile.Promotion;
import io.leaven.generator.world.WorldProfile.Reward;
import io.leaven.generator.world.WorldProfile.Scaling;
import io.leaven.generator.world.WorldProfile.Season;
import io.leaven.generator.world.WorldProfile.TierRule;
import io.leaven.schemas.Tier;
import java.util.List;

/** The two worlds of the specification of the simulated bakery. */
public final class WorldProfiles {

    private static final int HORIZON = 50;
    private static final Scaling SCALING = new Scaling(38, 14, 4.2, 2.83);
    private static final ChannelRange CHANNEL_RANGE = new ChannelRange(.2, 2);
    private static final double SEASON_PERIOD = 52;
    private static final double TICKET_SPREAD = .25;
    private static final Reward REWARD = new Reward(15, 5, 15, .50);

    static final List<WorldProfile> ALL = List.of(paper(), realistic());

    private WorldProfiles() {}

    /** As simple as the paper's world: no fatigue, no season, nothing unobserved. */
    public static WorldProfile paper() {
        return new WorldProfile(
                "paper",
                HORIZON,
                population(0),
                SCALING,
                new Leaning(.10, .10, -.15),
                new Persuasion(.60, 1.40, .30, -.60, .30, .30),
                List.of(
                        new TierRule(Tier.NONE, .40, -3.00, 1.00, .40, 0, 5.00),
                        new TierRule(Tier.BRONZE, .30, -2.50, 1.00, .45, .07, 5.75),
                        new TierRule(Tier.SILVER, .20, -1.70, .90, .50, .07, 6.50),
                        new TierRule(Tier.GOLD, .10, 1.90, .04, 0, .02, 7.50)),
                CHANNEL_RANGE,
                channels(0, 0, 0),
                promotions(1.60, 2.30, 3.00),
                new Season(0, SEASON_PERIOD),
                new Exposure(0, 0, 0),
                TICKET_SPREAD,
                REWARD);
    }

    /** Adds over-exposure, season, an unobserved effect, do-not-disturb customers and channel preference by age. */
    public static WorldProfile realistic() {
        return new WorldProfile(
                "realistic",
                HORIZON,
                population(.5),
                SCALING,
                new Leaning(.90, .10, -.40),
                new Persuasion(-.35, 1.50, .80, -2.20, .40, .40),
                List.of(
                        new TierRule(Tier.NONE, .40, -3.10, 1.00, .45, 0, 5.00),
                        new TierRule(Tier.BRONZE, .30, -2.50, 1.00, .50, .07, 5.75),
                        new TierRule(Tier.SILVER, .20, -1.60, .90, .55, .07, 6.50),
                        new TierRule(Tier.GOLD, .10, 1.60, .06, 0, .03, 7.50)),
                CHANNEL_RANGE,
                channels(-.35, .05, .30),
                promotions(1.60, 2.60, 3.10),
                new Season(.20, SEASON_PERIOD),
                new Exposure(.80, .30, .20),
                TICKET_SPREAD,
                REWARD);
    }

    private static Population population(double uSd) {
        return new Population(38, 14, 18, 85, .52, .46, .2, 2, 2, 25, uSd);
    }

    private static List<Channel> channels(double pushPerAge, double textPerAge, double emailPerAge) {
        return List.of(
                new Channel("push", 1.10, pushPerAge, 1.10, .25),
                new Channel("text", 1.05, textPerAge, 1.05, .40),
                new Channel("email", .85, emailPerAge, .85, .20));
    }

    private static List<Promotion> promotions(double ad, double small, double large) {
        return List.of(
                new Promotion("ad", ad, 0), new Promotion("small", small, .10), new Promotion("large", large, .25));
    }
}
