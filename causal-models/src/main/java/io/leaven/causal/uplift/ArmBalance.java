package io.leaven.causal.uplift;

import java.util.List;

/**
 * Whether rows of an arm and of control are alike before treatment, as chance would have made them.
 *
 * @param features how far means are apart, the widest gap first
 * @param pValueOfMeans that chance moves the means so far apart: Hansen and Bowers 2008, d^2 over all features at once
 * @param pValueOfPropensity that chance lets the propensities, learned on other rows, tell so well who was treated; NaN where
 *     propensities were given
 * @param propensitiesGiven whether arms were drawn by known probabilities that may differ from row to row
 */
public record ArmBalance(
        List<FeatureBalance> features, double pValueOfMeans, double pValueOfPropensity, boolean propensitiesGiven) {

    /** A gap that matters (Austin 2009), whatever chance makes of it. */
    public static final double WIDE = .1;

    /** Chance is doubted below it. Strict, for there are several arms and two tests, and experiments are large. */
    private static final double DOUBTFUL = .001;

    /** Fewer rows of a side may lie wide apart by chance. */
    private static final double CHANCE = 4;

    /**
     * One feature.
     *
     * @param feature its name; with {@code " is missing"} the share of rows without it
     * @param treatedMean over the arm's rows that have a value
     * @param controlMean over control's
     * @param smd standardised mean difference, (treated - control) / sqrt((s_t^2 + s_c^2) / 2)
     * @param z the difference in its standard errors
     */
    public record FeatureBalance(String feature, double treatedMean, double controlMean, double smd, double z) {

        /** Whether the gap matters and is no chance. */
        public boolean isWide() {
            return Math.abs(smd) > WIDE && Math.abs(z) > CHANCE;
        }
    }

    /** Whether nothing speaks against arms having been drawn by one rule for all. */
    public boolean isRandomised() {
        return !propensitiesGiven
                && !(pValueOfMeans < DOUBTFUL)
                && !(pValueOfPropensity < DOUBTFUL)
                && features.stream().noneMatch(FeatureBalance::isWide);
    }
}
