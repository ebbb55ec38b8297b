package io.leaven.evaluation.fleet.audit;

/** What each step leads to, once. */
public enum Kind {
    /** On replay: one for each closed step with a decision. */
    TRANSITION("transition"),
    /** On decision-requests: one for each event that asks for the next decision. */
    REQUEST("decision request"),
    /** On decisions: one for each request. */
    DECISION("decision"),
    /** On actions: one for each decision that is a message. */
    ACTION("action"),
    /** At the message backend: one for each action. */
    SEND("send");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** One of them, in words. */
    public String label() {
        return label;
    }
}
