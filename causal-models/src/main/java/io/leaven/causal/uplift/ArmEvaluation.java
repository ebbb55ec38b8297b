package io.leaven.causal.uplift;

import java.util.List;

/**
 * How good a model is for one arm, on rows that it was not fitted on.
 *
 * @param arm the treatment
 * @param treatedRows rows of the arm
 * @param controlRows rows of control
 * @param ateDifference average treatment effect by difference in means
 * @param ateAipw average treatment effect by doubly robust scores (augmented inverse propensity weighting)
 * @param meanCate the model's mean prediction over these rows, to hold against the ATE
 * @param curve of the model's order; Qini and AUUC by several definitions
 * @param upliftAt30 difference in means among the 30% with the highest predictions (scikit-uplift's {@code uplift_at_k}, overall)
 * @param deciles by predicted effect, highest first
 * @param heterogeneity whether the order tells anything
 * @param balance whether rows of the arm are like those of control
 * @param personas of all held-out rows, those of other arms included
 */
public record ArmEvaluation(
        String arm,
        int treatedRows,
        int controlRows,
        Estimate ateDifference,
        Estimate ateAipw,
        double meanCate,
        UpliftCurve curve,
        Estimate upliftAt30,
        List<UpliftDecile> deciles,
        Heterogeneity heterogeneity,
        ArmBalance balance,
        Personas personas) {

    /**
     * The average treatment effect to go by: the difference in means where arms were drawn by chance, and the doubly robust one
     * where propensities were given or the features tell who was treated.
     */
    public Estimate ate() {
        return isRandomised() ? ateDifference : ateAipw;
    }

    /** Whether the arm looks as if it was drawn by chance alone. */
    public boolean isRandomised() {
        return balance.isRandomised();
    }

    public double qini() {
        return curve.qini();
    }

    public double auuc() {
        return curve.auuc();
    }

    public String verdict() {
        return heterogeneity.verdict(ate());
    }
}
