package io.leaven.trainer.evaluation;

/** What a {@link PromotionGate} can say of a candidate. */
public enum GateOutcome {
    /** Its gain's lower bound is not below minus the margin. */
    PASSED,
    /** It may be worse than that. */
    REFUSED,
    /** The customers are too few, or too few of them went where the candidate would. */
    TOO_LITTLE_EVIDENCE
}
