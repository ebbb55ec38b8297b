package io.leaven.enricher.step;

/** What was out of the ordinary about an input; each one is counted. */
public enum StepNote {
    /** An event of a step that was received before: dropped. */
    REPEATED_EVENT,
    /** An event that skipped steps: adopted without a transition. */
    GAP,
    /** A step that closed without its decision. */
    UNANSWERED,
    /** A decision for a step that closed before it came, or that no event closed: not used. */
    LATE_DECISION,
    /** A second decision for a step: dropped. */
    REPEATED_DECISION,
    /** A decision that found the most decisions kept for its customer already: refused. */
    TOO_MANY_DECISIONS,
    /** A receipt that says nothing new of its message. */
    REPEATED_RECEIPT,
    /** An opening or click after the grace time, or a receipt that came when the transition was written: does not count. */
    LATE_RECEIPT,
    /** A receipt of an unknown customer, or of a step without a message on record: does not count. */
    UNKNOWN_RECEIPT
}
