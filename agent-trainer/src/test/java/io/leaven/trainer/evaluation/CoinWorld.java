package io.leaven.trainer.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A world of two states and two actions in which every choice and every move is the toss of a coin, so that all paths of a life can
 * be written down and are equally likely. In state 1 action 1 is masked. States are encoded as one flag for each state and time,
 * so tables over them are exact. The true value of a policy comes by backward induction from the numbers below alone.
 */
final class CoinWorld {

    static final int STATES = 2;
    static final int ACTIONS = 2;
    private static final long[] MASKS = {0b11, 0b01};
    /** By state and action: where heads leads to; tails leads to the other state. */
    private static final int[][] HEADS = {{0, 1}, {1, 0}};
    /** By state, action and next state. */
    private static final double[][][] REWARD = {{{1, -2}, {4, .5}}, {{0, 3}, {0, 0}}};

    private final int horizon;
    private final double gamma;

    CoinWorld(int horizon, double gamma) {
        this.horizon = horizon;
        this.gamma = gamma;
    }

    int width() {
        return STATES * (horizon + 1);
    }

    /** A policy by its chance of action 1 in state 0; in state 1 only action 0 is allowed. */
    TargetPolicy policy(double chanceOfOne) {
        return (states, masks, actions) -> {
            double[] probabilities = new double[masks.length * actions];
            for (int row = 0; row < masks.length; row++) {
                double one = masks[row] == MASKS[0] ? chanceOfOne : 0;
                probabilities[row * actions] = 1 - one;
                probabilities[row * actions + 1] = one;
            }
            return probabilities;
        };
    }

    /** Mean over both first states of the exact value. */
    double value(double chanceOfOne) {
        double[] next = new double[STATES];
        for (int t = horizon - 1; t >= 0; t--) {
            next = new double[] {stateValue(0, chanceOfOne, next), stateValue(1, 0, next)};
        }
        return (next[0] + next[1]) / 2;
    }

    private double stateValue(int state, double chanceOfOne, double[] next) {
        return (1 - chanceOfOne) * actionValue(state, 0, next) + chanceOfOne * actionValue(state, 1, next);
    }

    private double actionValue(int state, int action, double[] next) {
        double value = 0;
        for (int to = 0; to < STATES; to++) {
            value += .5 * (REWARD[state][action][to] + gamma * next[to]);
        }
        return value;
    }

    /** Every path once from each first state, under the coin as logging policy: the log is its own expectation. */
    LoggedCustomers everyPath() {
        LoggedCustomers.Builder log = LoggedCustomers.builder(width(), ACTIONS);
        for (int first = 0; first < STATES; first++) {
            for (int tosses = 0; tosses < 1 << 2 * horizon; tosses++) {
                life(log, first, .5, tosses, null, 0);
            }
        }
        return log.build();
    }

    /** Random lives under a policy by its chance of action 1 in state 0, each step's reward with normal noise. */
    LoggedCustomers sample(int customers, double chanceOfOne, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LoggedCustomers.Builder log = LoggedCustomers.builder(width(), ACTIONS);
        for (int i = 0; i < customers; i++) {
            life(log, random.nextInt(STATES), chanceOfOne, 0, random, noise);
        }
        return log.build();
    }

    private void life(
            LoggedCustomers.Builder log,
            int first,
            double chanceOfOne,
            int bits,
            SplittableRandom random,
            double noise) {
        int state = first;
        for (int t = 0; t < horizon; t++) {
            boolean wantsOne = random == null ? (bits >> 2 * t & 1) == 1 : random.nextDouble() < chanceOfOne;
            boolean heads = random == null ? (bits >> 2 * t + 1 & 1) == 1 : random.nextBoolean();
            int action = state == 0 && wantsOne ? 1 : 0;
            double chance = state == 1 ? 1 : action == 1 ? chanceOfOne : 1 - chanceOfOne;
            int to = heads ? HEADS[state][action] : 1 - HEADS[state][action];
            double reward = REWARD[state][action][to] + (random == null ? 0 : noise * random.nextGaussian());
            log.step(encoded(t, state), MASKS[state], action, chance, reward, 1);
            state = to;
        }
        log.end(encoded(horizon, state), MASKS[state], true);
    }

    private float[] encoded(int t, int state) {
        float[] encoded = new float[width()];
        encoded[t * STATES + state] = 1;
        return encoded;
    }

    /** A table: a number for each state, time and action. */
    LinearModel table(double ridge) {
        return new LinearModel(log -> new Flags(log.width()), ActionParts.single(ACTIONS), ridge);
    }

    private record Flags(int size) implements StateFeatures {

        @Override
        public void write(float[] states, int from, double[] into) {
            Arrays.setAll(into, i -> states[from + i]);
        }
    }
}
