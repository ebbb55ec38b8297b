package io.leaven.generator.world;

import io.leaven.generator.world.WorldProfile.Channel;
import io.leaven.generator.world.WorldProfile.Exposure;
import io.leaven.generator.world.WorldProfile.Leaning;
import io.leaven.generator.world.WorldProfile.Persuasion;
import io.leaven.generator.world.WorldProfile.Promotion;
import io.leaven.generator.world.WorldProfile.Scaling;
import io.leaven.generator.world.WorldProfile.Season;
import io.leaven.generator.world.WorldProfile.TierRule;

/**
 * The true probabilities of a world as pure functions. With tier k, fatigue f, world time t and an action by channel c with
 * promotion p:
 *
 * <pre>
 * P(purchase) = sigmoid(base_k + leaning + season(t) - annoyPurchase f + e)
 * e           = persuadability x channelEffect_c x effect_p x messageFactor_k, 0 without a message
 * P(up | purchase) = up_k
 * P(down | none)   = D / (1 - down_k + D),  D = down_k exp(annoyDrop f)
 * E[ticket | purchase] = ticketMean_k (1 - discount_p)
 * </pre>
 *
 * <p>Tiers are ordinals of {@link io.leaven.schemas.Tier}, actions indices of the {@link ActionSpace}. The forms over
 * {@code leaning} and {@code persuadability} are for callers that keep those two numbers per customer, such as a planner;
 * {@link CohortResponse} is the form over many customers. Immutable.
 */
public final class Response {

    private final WorldProfile profile;
    private final ActionSpace actions;
    private final double[] base;
    private final double[] messageFactor;
    private final double[] up;
    private final double[] down;
    private final double[] ticketMean;
    private final int[] channelOf;
    private final double[] effect;
    private final double[] priceFactor;
    private final double[] channelEffect;
    private final double[] channelPerAge;

    public Response(WorldProfile profile) {
        this.profile = profile;
        this.actions = new ActionSpace(profile);
        this.base = profile.tiers().stream().mapToDouble(TierRule::base).toArray();
        this.messageFactor =
                profile.tiers().stream().mapToDouble(TierRule::messageFactor).toArray();
        this.up = profile.tiers().stream().mapToDouble(TierRule::up).toArray();
        this.down = profile.tiers().stream().mapToDouble(TierRule::down).toArray();
        this.ticketMean =
                profile.tiers().stream().mapToDouble(TierRule::ticketMean).toArray();
        this.channelEffect =
                profile.channels().stream().mapToDouble(Channel::effect).toArray();
        this.channelPerAge =
                profile.channels().stream().mapToDouble(Channel::effectPerAge).toArray();
        this.channelOf = new int[actions.size()];
        this.effect = new double[actions.size()];
        this.priceFactor = new double[actions.size()];
        priceFactor[ActionSpace.NONE] = 1;
        for (int action = 1; action < actions.size(); action++) {
            Promotion promotion = profile.promotions().get(actions.promotion(action));
            channelOf[action] = actions.channel(action);
            effect[action] = promotion.effect();
            priceFactor[action] = 1 - promotion.discount();
        }
    }

    public WorldProfile profile() {
        return profile;
    }

    public ActionSpace actions() {
        return actions;
    }

    /** The customer's own part of the log-odds of a purchase. */
    public double leaning(CustomerTraits customer) {
        Leaning by = profile.leaning();
        Scaling scaling = profile.scaling();
        return by.age() * scaling.age(customer.age())
                + by.gender() * customer.gender()
                + by.distance() * scaling.distance(customer.distance())
                + customer.u();
    }

    /** How far messages move the customer; below 0 they put the customer off. */
    public double persuadability(CustomerTraits customer) {
        Persuasion by = profile.persuasion();
        Scaling scaling = profile.scaling();
        double z = by.intercept()
                + by.age() * scaling.age(customer.age())
                + by.gender() * customer.gender()
                + by.distance() * scaling.distance(customer.distance());
        return by.min() + (by.max() - by.min()) * sigmoid(z);
    }

    /** Effect of a channel on a customer of that age. */
    public double channelEffect(int channel, double age) {
        double raw = channelEffect[channel]
                + channelPerAge[channel] * profile.scaling().age(age);
        return Math.min(
                profile.channelRange().max(), Math.max(profile.channelRange().min(), raw));
    }

    /** What an action adds to the log-odds of a purchase: 0 for none. */
    public double messageEffect(double persuadability, double age, int tier, int action) {
        return action == ActionSpace.NONE
                ? 0
                : persuadability * channelEffect(channelOf[action], age) * effect[action] * messageFactor[tier];
    }

    /** Log-odds of a purchase without a message. */
    public double logOdds(double leaning, int tier, double fatigue, int step) {
        return base[tier] + leaning + season(step) - profile.exposure().annoyPurchase() * fatigue;
    }

    /** What the season adds to the log-odds of a purchase at world time t = {@code step}. */
    public double season(int step) {
        Season season = profile.season();
        return season.amplitude() == 0 ? 0 : season.amplitude() * Math.sin(2 * Math.PI * step / season.period());
    }

    /** P(purchase) in the step. */
    public double purchase(
            double leaning, double persuadability, double age, int tier, double fatigue, int step, int action) {
        return sigmoid(logOdds(leaning, tier, fatigue, step) + messageEffect(persuadability, age, tier, action));
    }

    /** P(purchase) in the step. */
    public double purchase(CustomerTraits customer, int tier, double fatigue, int step, int action) {
        return purchase(leaning(customer), persuadability(customer), customer.age(), tier, fatigue, step, action);
    }

    /** P(tier rises), given a purchase. */
    public double upAfterPurchase(int tier) {
        return up[tier];
    }

    /** P(tier falls), given no purchase. */
    public double downWithoutPurchase(int tier, double fatigue) {
        if (down[tier] == 0) {
            return 0;
        }
        double odds = down[tier] * Math.exp(profile.exposure().annoyDrop() * fatigue);
        return odds / (1 - down[tier] + odds);
    }

    /** E[ticket], given a purchase, in dollars. */
    public double ticketOfPurchase(int tier, int action) {
        return ticketMean[tier] * priceFactor[action];
    }

    /** P(tier rises) in the step. */
    public double tierUp(CustomerTraits customer, int tier, double fatigue, int step, int action) {
        return purchase(customer, tier, fatigue, step, action) * up[tier];
    }

    /** P(tier falls) in the step. */
    public double tierDown(CustomerTraits customer, int tier, double fatigue, int step, int action) {
        return (1 - purchase(customer, tier, fatigue, step, action)) * downWithoutPurchase(tier, fatigue);
    }

    /** E[ticket] of the step in dollars. */
    public double expectedTicket(CustomerTraits customer, int tier, double fatigue, int step, int action) {
        return purchase(customer, tier, fatigue, step, action) * ticketOfPurchase(tier, action);
    }

    /** Fatigue after a step with that action. */
    public double fatigueAfter(double fatigue, int action) {
        Exposure exposure = profile.exposure();
        return exposure.retention() * fatigue + (action == ActionSpace.NONE ? 0 : 1);
    }

    /** 1 / (1 + exp(-z)). */
    public static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
