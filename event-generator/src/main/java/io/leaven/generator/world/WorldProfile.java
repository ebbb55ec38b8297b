package io.leaven.generator.world;

import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.schemas.Tier;
import java.util.List;

/**
 * Every number of the simulated bakery: who its customers are, how they respond, what a step is worth. The two worlds of
 * the specification are {@link WorldProfiles#paper} and {@link WorldProfiles#realistic}; any other is a value of this record.
 *
 * @param name what the world is called
 * @param horizon steps of a customer's life, t = 0 .. horizon - 1
 * @param tiers one rule for each {@link Tier}, in that order
 * @param channels in the order of the actions
 * @param promotions in the order of the actions
 */
public record WorldProfile(
        String name,
        int horizon,
        Population population,
        Scaling scaling,
        Leaning leaning,
        Persuasion persuasion,
        List<TierRule> tiers,
        ChannelRange channelRange,
        List<Channel> channels,
        List<Promotion> promotions,
        Season season,
        Exposure exposure,
        double ticketSpread,
        Reward reward) {

    /**
     * Who the customers are. Age is normal, redrawn until in range, then rounded; distance is
     * min(floor + Gamma(shape, scale), max) miles; gender is other with the remaining share.
     *
     * @param uSd standard deviation of what nobody observes, added to the log-odds of a purchase
     */
    public record Population(
            double ageMean,
            double ageSd,
            int ageMin,
            int ageMax,
            double femaleShare,
            double maleShare,
            double distanceFloor,
            double distanceShape,
            double distanceScale,
            double distanceMax,
            double uSd) {}

    /** Centres and scales of age (years) and distance (miles) inside the equations. */
    public record Scaling(double ageCentre, double ageScale, double distanceCentre, double distanceScale) {

        double age(double years) {
            return (years - ageCentre) / ageScale;
        }

        double distance(double miles) {
            return (miles - distanceCentre) / distanceScale;
        }
    }

    /** Log-odds of a purchase by scaled age, gender code and scaled distance. */
    public record Leaning(double age, double gender, double distance) {}

    /** How far a message moves a customer: min + (max - min) sigmoid(intercept + age, gender and distance terms). */
    public record Persuasion(double min, double max, double intercept, double age, double gender, double distance) {}

    /**
     * One tier.
     *
     * @param share of customers that start here
     * @param base log-odds of a purchase
     * @param messageFactor what a message's effect is multiplied by
     * @param up probability to rise by one on a purchase
     * @param down probability to fall by one without a purchase and without fatigue
     * @param ticketMean dollars of a purchase at full price
     */
    public record TierRule(
            Tier tier, double share, double base, double messageFactor, double up, double down, double ticketMean) {}

    /** Between what a channel's effect is held, whatever the age. */
    public record ChannelRange(double min, double max) {}

    /**
     * One channel.
     *
     * @param effect at the centre of age
     * @param effectPerAge change of the effect by scaled age
     * @param weight the channel's true weight in the reward
     * @param cost dollars a message
     */
    public record Channel(String name, double effect, double effectPerAge, double weight, double cost) {}

    /**
     * One promotion.
     *
     * @param effect of a message on the log-odds of a purchase, before persuadability, channel and tier
     * @param discount share of the ticket given away
     */
    public record Promotion(String name, double effect, double discount) {}

    /** Adds amplitude x sin(2 pi t / period) to the log-odds of a purchase. */
    public record Season(double amplitude, double period) {}

    /**
     * What many messages do. Fatigue f becomes retention x f, plus 1 for a message.
     *
     * @param annoyPurchase lowers the log-odds of a purchase by this times f
     * @param annoyDrop raises the odds of a tier drop by exp(this times f)
     */
    public record Exposure(double retention, double annoyPurchase, double annoyDrop) {}

    /**
     * What a step is worth beside the ticket and the uplift, in dollars.
     *
     * @param discountShare dollars of cost for a dollar of margin given away
     */
    public record Reward(double tierUp, double goldKept, double tierDrop, double discountShare) {}

    public WorldProfile {
        tiers = List.copyOf(tiers);
        channels = List.copyOf(channels);
        promotions = List.copyOf(promotions);
        if (!tiers.stream().map(TierRule::tier).toList().equals(List.of(Tier.values()))) {
            throw new IllegalArgumentException("world '" + name + "' needs one rule for each tier, in order, but has "
                    + tiers.stream().map(TierRule::tier).toList());
        }
        if (channels.isEmpty() || promotions.isEmpty()) {
            throw new IllegalArgumentException("world '" + name + "' needs at least one channel and one promotion");
        }
    }

    /**
     * The preset of that name.
     *
     * @throws UserError naming the known worlds, if there is none
     */
    public static WorldProfile named(String name) {
        return WorldProfiles.ALL.stream()
                .filter(profile -> profile.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("unknown world '" + name + "'" + Suggestion.of(name, names())
                        + " Known worlds: " + String.join(", ", names())));
    }

    /** The names of the presets. */
    public static List<String> names() {
        return WorldProfiles.ALL.stream().map(WorldProfile::name).toList();
    }
}
