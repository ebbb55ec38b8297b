package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.schemas.DecisionRequest;

/** Leaves open what the request itself allows; all of it where the request names nothing. */
public final class AllowedActionsGuardrail implements Guardrail {

    private final int actions;

    public AllowedActionsGuardrail(ActionCatalogue catalogue) {
        this.actions = catalogue.size();
    }

    @Override
    public String reason() {
        return "not-allowed";
    }

    @Override
    public ActionMask allowed(DecisionRequest request) {
        return ActionMask.of(actions, request.getAllowedActions());
    }
}
