package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;

/** Leaves open what the request itself allows; all of it where the request names nothing. */
public final class AllowedActionsGuardrail implements Guardrail {

    private final ActionMask all;

    public AllowedActionsGuardrail(ActionCatalogue catalogue) {
        this.all = ActionMask.all(catalogue.size());
    }

    @Override
    public String reason() {
        return "not-allowed";
    }

    @Override
    public ActionMask allowed(Occasion occasion) {
        return occasion.request().getAllowedActions() == null
                ? all
                : ActionMask.of(all.size(), occasion.request().getAllowedActions());
    }
}
