package io.leaven.causal.uplift;

import java.util.List;

/**
 * How good a model is for one arm, on rows that it was not fitted on.
 *
 * @param arm the treatment
 * @param treatedRows rows of the arm
 * @param controlRows rows of control
 * @param ate average treatment effect by difference in means; knows nothing of the model
 * @param meanCate the model's mean prediction over these rows, to hold against the ATE
 * @param qini {@link UpliftCurve#qini}
 * @param auuc {@link UpliftCurve#auuc}
 * @param deciles by predicted effect, highest first
 */
public record ArmEvaluation(
        String arm,
        int treatedRows,
        int controlRows,
        Estimate ate,
        double meanCate,
        double qini,
        double auuc,
        List<UpliftDecile> deciles) {}
