package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionMask;

/**
 * One rule between the agent's wish and the customer: a pure function of the {@link Occasion}. The agent chooses among what
 * every rule leaves open; "none" always is, as {@link ActionMask} keeps it so. Safe for use by several threads.
 */
public interface Guardrail {

    /** A stable code that decisions carry for what this rule masks, such as {@code consent}. */
    String reason();

    /** What this rule leaves open. */
    ActionMask allowed(Occasion occasion);
}
