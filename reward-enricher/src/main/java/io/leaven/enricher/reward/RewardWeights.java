package io.leaven.enricher.reward;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What each term of the reward counts.
 *
 * @param ticket per dollar of the ticket
 * @param uplift per dollar of causal uplift times channel weight, on a purchase after a message
 * @param tierUp added when the tier rose
 * @param goldKept added when gold stayed gold
 * @param tierDrop added when the tier fell without a purchase, so below 0
 * @param messageCost charged per dollar that the message cost
 * @param discountCost charged per dollar of the ticket that the discount gave away: the share that was margin
 * @param fatigue charged for a message, per recent message (decayed count) that came before it
 * @param upliftQuantile the quantile of the uplift's sampling distribution that counts, above 0 and below 1: .5 is the estimate
 *     itself, less is cautious. Any other than .5 needs an uplift model with standard errors
 */
public record RewardWeights(
        double ticket,
        double uplift,
        double tierUp,
        double goldKept,
        double tierDrop,
        double messageCost,
        double discountCost,
        double fatigue,
        double upliftQuantile) {

    // Part of the version: a change of the formulas in RewardFunction is a change of the reward.
    private static final int FORMULA = 1;

    public RewardWeights {
        double sum = ticket + uplift + tierUp + goldKept + tierDrop + messageCost + discountCost + fatigue;
        if (!Double.isFinite(sum)) {
            throw new IllegalArgumentException("reward weights must be finite numbers");
        }
        if (!(upliftQuantile > 0 && upliftQuantile < 1)) {
            throw new IllegalArgumentException("the uplift's quantile must be between 0 and 1, not " + upliftQuantile);
        }
    }

    /** Whether the uplift term asks how sure the model is. */
    public boolean needsStandardErrors() {
        return upliftQuantile != .5;
    }

    /** Changes with any weight and with the formulas: 8 hexadecimal digits. */
    public String version() {
        return version(EngagementReward.OFF);
    }

    /** The same with openings and clicks, which change nothing while they bring nothing. */
    String version(EngagementReward engagement) {
        String all = FORMULA + " " + this + (engagement.isOff() ? "" : " " + engagement);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
