package io.leaven.trainer.evaluation;

import io.leaven.agent.action.ActionMask;
import java.util.Arrays;

/**
 * What was logged of some customers, each a sequence of steps without gaps, in primitive arrays: 4 x width + 33 bytes a
 * step, and one more state for what a customer's last step led to. Immutable but for its arrays, which nobody changes; made
 * by {@link Builder}.
 *
 * <p>A <em>row</em> is a state: a customer of n steps has n + 1 of them. A <em>step</em> is what was done in one and what came
 * of it.
 */
public final class LoggedCustomers {

    private final int width;
    private final int actions;
    private final int[] firstStep;
    private final boolean[] terminal;
    private final float[] states;
    private final long[] masks;
    private final int[] action;
    private final double[] propensity;
    private final double[] reward;
    private final int[] elapsed;

    private LoggedCustomers(Builder from) {
        this.width = from.width;
        this.actions = from.actions;
        this.firstStep = Arrays.copyOf(from.firstStep, from.customers + 1);
        this.terminal = Arrays.copyOf(from.terminal, from.customers);
        this.states = Arrays.copyOf(from.states, (from.steps + from.customers) * width);
        this.masks = Arrays.copyOf(from.masks, from.steps + from.customers);
        this.action = Arrays.copyOf(from.action, from.steps);
        this.propensity = Arrays.copyOf(from.propensity, from.steps);
        this.reward = Arrays.copyOf(from.reward, from.steps);
        this.elapsed = Arrays.copyOf(from.elapsed, from.steps);
    }

    /**
     * A log to be filled.
     *
     * @param width numbers of an encoded state
     * @param actions of the catalogue
     */
    public static Builder builder(int width, int actions) {
        return new Builder(width, actions);
    }

    public int customers() {
        return terminal.length;
    }

    /** Steps of all customers. */
    public int steps() {
        return action.length;
    }

    /** States of all customers: one more for each customer than steps. */
    public int rows() {
        return masks.length;
    }

    /** Numbers of an encoded state. */
    public int width() {
        return width;
    }

    /** Actions of the catalogue. */
    public int actions() {
        return actions;
    }

    /** Steps of the customer with the most. */
    public int longest() {
        int longest = 0;
        for (int customer = 0; customer < customers(); customer++) {
            longest = Math.max(longest, length(customer));
        }
        return longest;
    }

    /** Index of a customer's first step. */
    int firstStep(int customer) {
        return firstStep[customer];
    }

    /** Steps of a customer. */
    int length(int customer) {
        return firstStep[customer + 1] - firstStep[customer];
    }

    /** Row of the state that a customer's first step began in; the next one's follow. */
    int firstRow(int customer) {
        return firstStep[customer] + customer;
    }

    /** Whether no step can follow the customer's last one. */
    boolean isTerminal(int customer) {
        return terminal[customer];
    }

    /** Rows x width; not to be changed. */
    float[] states() {
        return states;
    }

    /** By row: bit i is set if action i is allowed; not to be changed. */
    long[] masks() {
        return masks;
    }

    int action(int step) {
        return action[step];
    }

    /** Probability with which the logging policy chose the action; NaN if unknown. */
    double propensity(int step) {
        return propensity[step];
    }

    double reward(int step) {
        return reward[step];
    }

    /** The discount of all that follows a step, seen from its beginning. */
    double discountOf(int step, double gamma) {
        return elapsed[step] == 1 ? gamma : Math.pow(gamma, elapsed[step]);
    }

    /** Fills a log, customer by customer. Not safe for use by several threads. */
    public static final class Builder {

        private final int width;
        private final int actions;
        private int customers;
        private int steps;
        private int openSteps;
        private int[] firstStep = new int[64];
        private boolean[] terminal = new boolean[64];
        private float[] states = new float[0];
        private long[] masks = new long[1_024];
        private int[] action = new int[1_024];
        private double[] propensity = new double[1_024];
        private double[] reward = new double[1_024];
        private int[] elapsed = new int[1_024];

        private Builder(int width, int actions) {
            if (width < 1 || actions < 1 || actions > ActionMask.MOST) {
                throw new IllegalArgumentException("width " + width + " must be 1 or more, and actions " + actions
                        + " from 1 to " + ActionMask.MOST);
            }
            this.width = width;
            this.actions = actions;
            this.states = new float[1_024 * width];
        }

        /**
         * Adds the next step of the customer at hand.
         *
         * @param state that it began in, encoded; copied
         * @param mask of the actions that could be chosen: bit i for action i
         * @param chosen index of the action
         * @param chance with which the logging policy chose it, above 0 to 1; NaN if unknown
         * @param gained the reward, all of its terms
         * @param elapsedSteps until the next state, 1 or more
         * @throws IllegalArgumentException if a number is out of range; then nothing is added
         */
        public Builder step(float[] state, long mask, int chosen, double chance, double gained, int elapsedSteps) {
            if (chosen < 0 || chosen >= actions) {
                throw new IllegalArgumentException("action " + chosen + " is not one of " + actions);
            }
            if (!(Double.isNaN(chance) || chance > 0 && chance <= 1)) {
                throw new IllegalArgumentException(
                        "propensity " + chance + " must be above 0 and at most 1, or NaN if it is unknown");
            }
            if (!Double.isFinite(gained) || elapsedSteps < 1) {
                throw new IllegalArgumentException(
                        "reward " + gained + " must be finite, and the elapsed steps " + elapsedSteps + " 1 or more");
            }
            row(state, mask);
            if (steps == action.length) {
                int more = 2 * steps;
                action = Arrays.copyOf(action, more);
                propensity = Arrays.copyOf(propensity, more);
                reward = Arrays.copyOf(reward, more);
                elapsed = Arrays.copyOf(elapsed, more);
            }
            action[steps] = chosen;
            propensity[steps] = chance;
            reward[steps] = gained;
            elapsed[steps] = elapsedSteps;
            steps++;
            openSteps++;
            return this;
        }

        /**
         * Ends the customer at hand.
         *
         * @param state that the last step led to, encoded; copied
         * @param mask of the actions that could be chosen next
         * @param isTerminal whether no step can follow; if not, the log just ends here and the customer lives on
         * @throws IllegalArgumentException if the customer has no step, or the state has not the right number of finite numbers
         */
        public Builder end(float[] state, long mask, boolean isTerminal) {
            if (openSteps == 0) {
                throw new IllegalArgumentException("a customer without a step");
            }
            row(state, mask);
            openSteps = 0;
            terminal[customers] = isTerminal;
            customers++;
            if (customers + 1 > terminal.length) {
                terminal = Arrays.copyOf(terminal, 2 * customers);
                firstStep = Arrays.copyOf(firstStep, 2 * customers + 1);
            }
            firstStep[customers] = steps;
            return this;
        }

        private void row(float[] state, long mask) {
            if (state.length != width) {
                throw new IllegalArgumentException(
                        "a state of " + state.length + " numbers where " + width + " are expected");
            }
            for (float number : state) {
                if (!Float.isFinite(number)) {
                    throw new IllegalArgumentException("a state holds " + number + ", which is not finite");
                }
            }
            int row = steps + customers;
            if (row == masks.length) {
                masks = Arrays.copyOf(masks, 2 * row);
                states = Arrays.copyOf(states, 2 * row * width);
            }
            System.arraycopy(state, 0, states, row * width, width);
            masks[row] = new ActionMask(actions, mask).bits();
        }

        /**
         * The log.
         *
         * @throws IllegalStateException if there is no customer, or the last one is not ended
         */
        public LoggedCustomers build() {
            if (customers == 0 || openSteps > 0) {
                throw new IllegalStateException(
                        customers == 0 ? "no customer was logged" : "the last customer is open");
            }
            return new LoggedCustomers(this);
        }
    }
}
