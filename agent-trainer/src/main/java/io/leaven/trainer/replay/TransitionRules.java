package io.leaven.trainer.replay;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.RefusedTransitionException;
import java.util.List;

/**
 * What a transition must be to be learned from: made for this catalogue, every number in range and finite. One without a catalogue
 * is one for which no decision arrived; its action is none.
 */
public final class TransitionRules {

    private final ActionCatalogue catalogue;
    private final List<StateFeature> features;

    /** @param features that are seen of a state */
    public TransitionRules(ActionCatalogue catalogue, List<StateFeature> features) {
        this.catalogue = catalogue;
        this.features = List.copyOf(features);
    }

    /** @throws RefusedTransitionException saying why, if it cannot be learned from */
    public void check(Transition transition) throws RefusedTransitionException {
        String hash = transition.getCatalogueHash();
        if (hash != null && !hash.equals(catalogue.hash())) {
            throw refused(
                    transition, "made for action catalogue " + hash + ", but the one here is " + catalogue.hash());
        }
        checkAction(transition, transition.getAction());
        if (!Float.isFinite((float) transition.getReward().getTotal())) {
            throw refused(transition, "the reward " + transition.getReward().getTotal() + " is not finite");
        }
        if (transition.getElapsedSteps() < 1) {
            throw refused(transition, transition.getElapsedSteps() + " steps elapsed, which is not 1 or more");
        }
        if (transition.getNextAllowed() != null) {
            for (int allowed : transition.getNextAllowed()) {
                checkAction(transition, allowed);
            }
        }
        checkState(transition, transition.getState());
        checkState(transition, transition.getNextState());
    }

    /** Bit i is set if action i is allowed in the next state. */
    static long nextMask(Transition transition, int actions) {
        return ActionMask.of(actions, transition.getNextAllowed()).bits();
    }

    private void checkAction(Transition transition, int action) throws RefusedTransitionException {
        if (action < 0 || action >= catalogue.size()) {
            throw refused(transition, "action " + action + " is not one of the catalogue's " + catalogue.size());
        }
    }

    private void checkState(Transition transition, CustomerState state) throws RefusedTransitionException {
        for (StateFeature feature : features) {
            float value = (float) feature.of(state);
            if (!Float.isFinite(value)) {
                throw refused(transition, "feature " + feature.label() + " is " + value + ", which is not finite");
            }
        }
    }

    private static RefusedTransitionException refused(Transition transition, String reason) {
        return new RefusedTransitionException("transition " + transition.getTransitionId() + ": " + reason);
    }
}
