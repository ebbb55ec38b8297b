package io.leaven.trainer.evaluation;

import io.leaven.agent.action.ActionMask;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers transitions by customer, in whatever order customers take turns, until they are {@link LoggedCustomers}. A customer whose
 * steps have a gap begins anew after it. What follows after the log does not count: every life ends with it, so that the value of a
 * policy is what it earns over as many steps as were logged. About 120 bytes and 4 for each feature a step. Not safe for use by
 * several threads.
 *
 * @param <K> what customers are told apart and ordered by
 */
public final class LoggedLives<K extends Comparable<K>> {

    private final StateEncoder encoder;
    private final int actions;
    private final int mostSteps;
    private final TreeMap<K, Life> lives = new TreeMap<>();

    private record Step(float[] state, long mask, int action, double propensity, double reward, int elapsed) {

        private void write(CheckpointWriter out) throws IOException {
            out.writeFloats(state, state.length);
            out.writeLong(mask);
            out.writeInt(action);
            out.writeDouble(propensity);
            out.writeDouble(reward);
            out.writeInt(elapsed);
        }

        private static Step read(CheckpointReader in, int width) throws IOException {
            float[] state = new float[width];
            in.readFloats(state, width);
            return new Step(state, in.readLong(), in.readInt(), in.readDouble(), in.readDouble(), in.readInt());
        }
    }

    /** A customer's steps, and where the last one led. */
    private static final class Life {
        private final Deque<Step> steps = new ArrayDeque<>();
        private float[] state;
        private long mask;
        private int endsAt = -1;
        private boolean over;

        private void write(CheckpointWriter out, int width) throws IOException {
            out.writeInt(steps.size());
            for (Step step : steps) {
                step.write(out);
            }
            out.writeFloats(state, width);
            out.writeLong(mask);
            out.writeInt(endsAt);
            out.writeBoolean(over);
        }

        private static Life read(CheckpointReader in, int width, int mostSteps) throws IOException {
            Life life = new Life();
            for (int left = in.readCount(mostSteps, width * Float.BYTES); left > 0; left--) {
                life.steps.add(Step.read(in, width));
            }
            life.state = new float[width];
            in.readFloats(life.state, width);
            life.mask = in.readLong();
            life.endsAt = in.readInt();
            life.over = in.readBoolean();
            return life;
        }
    }

    /**
     * @param encoder of states
     * @param actions of the catalogue
     * @param mostSteps that are kept of a customer, the newest
     */
    public LoggedLives(StateEncoder encoder, int actions, int mostSteps) {
        this.encoder = encoder;
        this.actions = actions;
        this.mostSteps = mostSteps;
    }

    /**
     * Adds a customer's next step.
     *
     * @param reward that counts for it
     */
    public void add(K customer, Transition transition, double reward) {
        Life life = lives.computeIfAbsent(customer, any -> new Life());
        CustomerState from = transition.getState();
        if (life.over || life.endsAt != from.getStep()) {
            life.steps.clear();
            life.mask = ActionMask.all(actions).bits();
        }
        life.steps.add(new Step(
                encoder.encode(from),
                life.mask | 1L << transition.getAction(),
                transition.getAction(),
                transition.getPropensity() == null ? Double.NaN : transition.getPropensity(),
                reward,
                transition.getElapsedSteps()));
        life.state = encoder.encode(transition.getNextState());
        life.mask = ActionMask.of(actions, transition.getNextAllowed()).bits();
        life.endsAt = transition.getNextState().getStep();
        life.over = transition.getTerminal();
        if (life.steps.size() > mostSteps) {
            life.steps.poll();
        }
    }

    /** Writes a customer's name. */
    @FunctionalInterface
    public interface KeyWriter<K> {
        void write(CheckpointWriter out, K key) throws IOException;
    }

    /** Reads a customer's name. */
    @FunctionalInterface
    public interface KeyReader<K> {
        K read(CheckpointReader in) throws IOException;
    }

    /** Writes all lives. */
    public void write(CheckpointWriter out, KeyWriter<K> keys) throws IOException {
        out.begin("lives");
        out.writeInt(lives.size());
        for (Map.Entry<K, Life> entry : lives.entrySet()) {
            keys.write(out, entry.getKey());
            entry.getValue().write(out, encoder.width());
        }
    }

    /** Takes up what was written by such lives: of the same features and as many steps. */
    public void read(CheckpointReader in, KeyReader<K> keys) throws IOException {
        in.begin("lives");
        lives.clear();
        for (int left = in.readCount(Integer.MAX_VALUE, Integer.BYTES); left > 0; left--) {
            lives.put(keys.read(in), Life.read(in, encoder.width(), mostSteps));
        }
    }

    /** Forgets the last customer in their order, and tells which one that was. */
    public K removeLast() {
        return lives.pollLastEntry().getKey();
    }

    public int customers() {
        return lives.size();
    }

    /** As the estimators take it, customers in their order; empty without a customer. */
    public Optional<LoggedCustomers> log() {
        if (lives.isEmpty()) {
            return Optional.empty();
        }
        LoggedCustomers.Builder log = LoggedCustomers.builder(encoder.width(), actions);
        for (Life life : lives.values()) {
            for (Step step : life.steps) {
                log.step(step.state, step.mask, step.action, step.propensity, step.reward, step.elapsed);
            }
            log.end(life.state, life.mask, true);
        }
        return Optional.of(log.build());
    }
}
