package io.leaven.generator.world;

import io.leaven.generator.world.WorldProfile.Channel;
import io.leaven.generator.world.WorldProfile.Promotion;
import io.leaven.generator.world.WorldProfile.Reward;
import io.leaven.schemas.Tier;

/**
 * What a step is truly worth: the {@code causal} reward with the true uplift and the true channel weights, in dollars.
 *
 * <pre>
 * r = ticket + 1[purchase after a message] tau(x, k, p) w_c
 *   + tierUp 1[tier rose] + goldKept 1[gold stayed gold] - tierDrop 1[tier fell]
 *   - cost_c - discountShare discount_p / (1 - discount_p) ticket
 * </pre>
 *
 * The true objective J of a policy is its sum over a customer's life. Immutable.
 */
public final class TrueObjective {

    private static final int GOLD = Tier.GOLD.ordinal();

    private final Response response;
    private final TrueUplift uplift;
    private final Reward reward;
    private final double[] weight;
    private final double[] cost;
    private final double[] givenAway;

    public TrueObjective(Response response) {
        this.response = response;
        this.uplift = new TrueUplift(response);
        this.reward = response.profile().reward();
        ActionSpace actions = response.actions();
        this.weight = new double[actions.size()];
        this.cost = new double[actions.size()];
        this.givenAway = new double[actions.size()];
        for (int action = 1; action < actions.size(); action++) {
            Channel channel = response.profile().channels().get(actions.channel(action));
            Promotion promotion = response.profile().promotions().get(actions.promotion(action));
            weight[action] = channel.weight();
            cost[action] = channel.cost();
            givenAway[action] = reward.discountShare() * promotion.discount() / (1 - promotion.discount());
        }
    }

    /**
     * What a step that happened was worth.
     *
     * @param tierBefore ordinal of the tier that the step began in
     * @param tierAfter ordinal of the tier that it ended in
     * @param ticket dollars spent, 0 without a purchase
     */
    public double realised(CustomerTraits customer, int tierBefore, int tierAfter, double ticket, int action) {
        double worth = ticket * (1 - givenAway[action]) - cost[action] + standing(tierBefore, tierAfter);
        return ticket > 0 ? worth + bonus(customer, tierBefore, action) : worth;
    }

    /** What a step is worth on average, at world time t = {@code step}. */
    public double expected(CustomerTraits customer, int tier, double fatigue, int step, int action) {
        return expected(
                tier,
                action,
                response.purchase(customer, tier, fatigue, step, action),
                response.downWithoutPurchase(tier, fatigue),
                bonus(customer, tier, action));
    }

    /**
     * What a step is worth on average, of parts that a planner keeps.
     *
     * @param purchase P(purchase)
     * @param downWithoutPurchase P(tier falls), given no purchase
     * @param bonus of the customer in this tier, as {@link #bonus}
     */
    public double expected(int tier, int action, double purchase, double downWithoutPurchase, double bonus) {
        double up = purchase * response.upAfterPurchase(tier);
        double down = (1 - purchase) * downWithoutPurchase;
        double ticket = response.ticketOfPurchase(tier, action);
        return purchase * (ticket * (1 - givenAway[action]) + bonus)
                - cost[action]
                + up * reward.tierUp()
                - down * reward.tierDrop()
                + (tier == GOLD ? (1 - down) * reward.goldKept() : 0);
    }

    /** What a message costs, in dollars; 0 for none. */
    public double cost(int action) {
        return cost[action];
    }

    /** What a purchase after this action is worth beside the ticket: true uplift x channel weight; 0 for none. */
    public double bonus(CustomerTraits customer, int tier, int action) {
        return action == ActionSpace.NONE
                ? 0
                : uplift.of(customer, tier, response.actions().promotion(action)) * weight[action];
    }

    private double standing(int before, int after) {
        if (after > before) {
            return reward.tierUp();
        }
        if (after < before) {
            return -reward.tierDrop();
        }
        return after == GOLD ? reward.goldKept() : 0;
    }
}
