package io.leaven.trainer.gate;

import io.leaven.agent.action.ActionMask;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.evaluation.HeldOut;
import io.leaven.trainer.evaluation.LoggedCustomers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the held-out customers lived through, their states as they are, without scaling.
 *
 * <p>Memory and the time of judging are bounded: each customer has a number by a hash, those with the lowest numbers are held out, as
 * many as there may be. When more come than that, the one with the highest number goes back to learning, for good. So no more customers
 * are kept from learning than are judged on, and who they are does not depend on the order in which they come. A customer whose
 * steps have a gap begins anew after it. About 120 bytes and 4 for each feature a step. Not safe for use by several threads.
 */
final class HeldOutLog {

    private final HeldOut heldOut;
    private final StateEncoder raw;
    private final int actions;
    private final int mostCustomers;
    private final int mostSteps;
    /** By the customer's number. */
    private final TreeMap<Double, Life> lives = new TreeMap<>();

    private double below;

    private record Step(float[] state, long mask, int action, double propensity, double reward, int elapsed) {}

    /** A customer's steps, and where the last one led. */
    private static final class Life {
        private final Deque<Step> steps = new ArrayDeque<>();
        private float[] state;
        private long mask;
        private int endsAt = -1;
        private boolean terminal;
    }

    /**
     * @param features of the states
     * @param actions of the catalogue
     * @param mostCustomers that are held out
     * @param mostSteps that are kept of each
     */
    HeldOutLog(HeldOut heldOut, List<StateFeature> features, int actions, int mostCustomers, int mostSteps) {
        this.heldOut = heldOut;
        this.raw = StateEncoder.raw(features);
        this.actions = actions;
        this.mostCustomers = mostCustomers;
        this.mostSteps = mostSteps;
        this.below = heldOut.share();
    }

    /**
     * Keeps the transition if its customer is held out.
     *
     * @return whether it is: then nobody may learn from it
     */
    boolean keeps(Transition transition) {
        double place = heldOut.place(transition.getCustomerId());
        if (place >= below) {
            return false;
        }
        add(lives.computeIfAbsent(place, any -> new Life()), transition);
        if (lives.size() > mostCustomers) {
            below = lives.pollLastEntry().getKey();
        }
        return place < below;
    }

    private void add(Life life, Transition transition) {
        CustomerState from = transition.getState();
        if (life.terminal || life.endsAt != from.getStep()) {
            life.steps.clear();
            life.mask = ActionMask.all(actions).bits();
        }
        life.steps.add(new Step(
                raw.encode(from),
                life.mask | 1L << transition.getAction(),
                transition.getAction(),
                transition.getPropensity() == null ? Double.NaN : transition.getPropensity(),
                transition.getReward().getTotal(),
                transition.getElapsedSteps()));
        life.state = raw.encode(transition.getNextState());
        life.mask = ActionMask.of(actions, transition.getNextAllowed()).bits();
        life.endsAt = transition.getNextState().getStep();
        life.terminal = transition.getTerminal();
        if (life.steps.size() > mostSteps) {
            life.steps.poll();
        }
    }

    /** Customers that are held out and known. */
    int customers() {
        return lives.size();
    }

    /** As the estimators take it; empty without a customer. */
    Optional<LoggedCustomers> log() {
        if (lives.isEmpty()) {
            return Optional.empty();
        }
        LoggedCustomers.Builder log = LoggedCustomers.builder(raw.width(), actions);
        for (Life life : lives.values()) {
            for (Step step : life.steps) {
                log.step(step.state, step.mask, step.action, step.propensity, step.reward, step.elapsed);
            }
            log.end(life.state, life.mask, life.terminal);
        }
        return Optional.of(log.build());
    }
}
