package io.leaven.enricher.reward;

import io.leaven.causal.uplift.StandardNormal;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;

/**
 * What a step was worth, term by term, in dollars:
 *
 * <pre>
 * r = ticket
 *   + 1[purchase after a message] tau(x, p) w_c
 *   + 15 1[tier rose] + 5 1[gold stayed gold] - 15 1[tier fell without a purchase]
 *   - cost_c
 *   - .50 (d / (1 - d)) ticket          the margin given away: the ticket is what was paid, after discount d
 *   - 0 (decayed count of earlier messages) 1[message]
 *   + 0 1[opened or clicked] + 0 1[clicked]    added by {@link EngagementReward} when receipts are in
 * </pre>
 *
 * with the factors as {@link RewardWeights}, here those of the preset {@code causal}; tau is the estimate or, by
 * {@link RewardWeights#upliftQuantile}, a bound on it. Source: WORLD.md, "Reward"; x is the
 * state before the step, p the promotion, c the channel. Costs are negative terms; the total is the plain sum of the terms.
 *
 * <p>Pure, and safe for use by several threads.
 */
public final class RewardFunction {

    private final RewardWeights weights;
    private final EngagementReward engagement;
    private final double upliftZ;
    private final String version;

    /** Openings and clicks bring nothing. */
    public RewardFunction(RewardWeights weights) {
        this(weights, EngagementReward.OFF);
    }

    public RewardFunction(RewardWeights weights, EngagementReward engagement) {
        this.weights = weights;
        this.engagement = engagement;
        this.upliftZ = weights.needsStandardErrors() ? StandardNormal.quantile(weights.upliftQuantile()) : 0;
        this.version = weights.version(engagement);
    }

    /** What openings and clicks add to what {@link #price} says. */
    public EngagementReward engagement() {
        return engagement;
    }

    /**
     * Prices one step, as far as it is known without receipts.
     *
     * @param before the customer's state before the step
     * @param treatment what was done
     * @param outcome what happened
     * @param causal the models that the uplift term asks, once and only on a purchase after a message
     */
    public RewardLedger price(CustomerState before, Treatment treatment, Outcome outcome, UpliftSource causal) {
        double ticket = weights.ticket() * outcome.ticket();
        double messageCost = 0;
        double discountCost = 0;
        double fatigue = 0;
        if (treatment.isMessage()) {
            double givenAway = treatment.discount() / (1 - treatment.discount()) * outcome.ticket();
            messageCost = charge(weights.messageCost() * treatment.messageCost());
            discountCost = charge(weights.discountCost() * givenAway);
            fatigue = charge(weights.fatigue() * before.getMessageLoad());
        }
        int rise = outcome.tier().compareTo(before.getTier());
        RewardLedger ledger = new RewardLedger(
                ticket,
                uplift(before, treatment.channel(), treatment.promotion(), outcome.purchased(), causal),
                rise > 0 ? weights.tierUp() : 0,
                rise == 0 && outcome.tier() == Tier.GOLD ? weights.goldKept() : 0,
                rise < 0 && !outcome.purchased() ? weights.tierDrop() : 0,
                messageCost,
                discountCost,
                fatigue,
                0.0,
                0.0,
                0.0,
                version,
                causal.upliftVersion(),
                causal.mediaMixVersion());
        ledger.setTotal(total(ledger));
        return ledger;
    }

    /**
     * The reward of a step that was priced before, with its uplift by these models. All other terms stay as they were charged, openings and
     * clicks among them: they follow from what happened, not from what is believed. A ledger that other weights priced says so by
     * {@code OLD+NEW} for a version, since its uplift has the weight of now.
     */
    public RewardLedger reprice(Transition priced, UpliftSource causal) {
        RewardLedger ledger = RewardLedger.newBuilder(priced.getReward())
                .setUplift(uplift(
                        priced.getState(), priced.getChannel(), priced.getPromotion(), priced.getPurchased(), causal))
                .setUpliftVersion(causal.upliftVersion())
                .setMediaMixVersion(causal.mediaMixVersion())
                .build();
        if (!hasTheseWeights(priced)) {
            ledger.setRewardVersion(priced.getReward().getRewardVersion() + "+" + version);
        }
        ledger.setTotal(total(ledger));
        return ledger;
    }

    /** Whether a transition was priced by the weights of this function. */
    public boolean hasTheseWeights(Transition priced) {
        return priced.getReward().getRewardVersion().equals(version);
    }

    private double uplift(
            CustomerState before, String channel, String promotion, boolean purchased, UpliftSource causal) {
        return channel != null && purchased && weights.uplift() != 0
                ? weights.uplift() * causal.tau(before, promotion, upliftZ) * causal.weight(channel)
                : 0;
    }

    private static double total(RewardLedger ledger) {
        return ledger.getTicket()
                + ledger.getUplift()
                + ledger.getTierUp()
                + ledger.getGoldKept()
                + ledger.getTierDrop()
                + ledger.getMessageCost()
                + ledger.getDiscountCost()
                + ledger.getFatigue()
                + ledger.getOpened()
                + ledger.getClicked();
    }

    /** Negates, and leaves no negative zero. */
    private static double charge(double dollars) {
        return 0 - dollars;
    }
}
