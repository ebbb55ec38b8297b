package io.leaven.enricher.step;

import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Transition;
import java.util.List;

/**
 * What one input leads to.
 *
 * @param state what to remember of the customer from now on; the same object as before if nothing changed
 * @param transitions of the steps that closed, in order
 * @param requests for decisions of the steps that follow
 * @param opened deadlines of events that began to wait
 * @param settled deadlines of events that wait no more
 * @param notes what was out of the ordinary
 */
public record StepOutcome(
        CustomerStepState state,
        List<Transition> transitions,
        List<DecisionRequest> requests,
        List<Deadline> opened,
        List<Deadline> settled,
        List<StepNote> notes) {}
