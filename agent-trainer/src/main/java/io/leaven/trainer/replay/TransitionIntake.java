package io.leaven.trainer.replay;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.trainer.RefusedTransitionException;

/**
 * The way of a transition into the replay memory: checked, encoded, kept. A transition for another action catalogue, or with
 * a number that is out of range or not finite, is refused. Not safe for use by several threads.
 */
public final class TransitionIntake {

    private final ActionCatalogue catalogue;
    private final StateEncoder encoder;
    private final ReplayMemory memory;
    private final float[] state;
    private final float[] nextState;

    public TransitionIntake(ActionCatalogue catalogue, StateEncoder encoder, ReplayMemory memory) {
        this.catalogue = catalogue;
        this.encoder = encoder;
        this.memory = memory;
        this.state = new float[encoder.width()];
        this.nextState = new float[encoder.width()];
    }

    /**
     * Keeps a transition. One without a catalogue is one for which no decision arrived; its action is none.
     *
     * @throws RefusedTransitionException if it cannot be learned from; then nothing is kept
     */
    public void add(Transition transition) throws RefusedTransitionException {
        String hash = transition.getCatalogueHash();
        if (hash != null && !hash.equals(catalogue.hash())) {
            throw refused(
                    transition, "made for action catalogue " + hash + ", but the one here is " + catalogue.hash());
        }
        int action = action(transition, transition.getAction());
        float reward = (float) transition.getReward().getTotal();
        if (!Float.isFinite(reward)) {
            throw refused(transition, "the reward " + transition.getReward().getTotal() + " is not finite");
        }
        if (transition.getElapsedSteps() < 1) {
            throw refused(transition, transition.getElapsedSteps() + " steps elapsed, which is not 1 or more");
        }
        encode(transition, transition.getState(), state);
        encode(transition, transition.getNextState(), nextState);
        memory.add(
                state,
                action,
                reward,
                nextState,
                nextMask(transition),
                transition.getElapsedSteps(),
                transition.getTerminal());
    }

    private long nextMask(Transition transition) throws RefusedTransitionException {
        if (transition.getNextAllowed() != null) {
            for (int allowed : transition.getNextAllowed()) {
                action(transition, allowed);
            }
        }
        return ActionMask.of(catalogue.size(), transition.getNextAllowed()).bits();
    }

    private int action(Transition transition, int action) throws RefusedTransitionException {
        if (action < 0 || action >= catalogue.size()) {
            throw refused(transition, "action " + action + " is not one of the catalogue's " + catalogue.size());
        }
        return action;
    }

    private void encode(Transition transition, CustomerState from, float[] into) throws RefusedTransitionException {
        encoder.encode(from, into, 0);
        for (int i = 0; i < into.length; i++) {
            if (!Float.isFinite(into[i])) {
                String feature = encoder.features().get(i).feature().label();
                throw refused(transition, "feature " + feature + " is " + into[i] + ", which is not finite");
            }
        }
    }

    private static RefusedTransitionException refused(Transition transition, String reason) {
        return new RefusedTransitionException("transition " + transition.getTransitionId() + ": " + reason);
    }
}
